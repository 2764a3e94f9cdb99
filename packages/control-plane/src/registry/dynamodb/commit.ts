import { randomUUID } from 'node:crypto';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { CohabitError } from '@cohabit/core';
import { uniqueTaken, versionConflict } from '../refusals.ts';
import { readHeld } from './items.ts';
import { uniqueKey } from './keys.ts';
import { isPassing } from './map-errors.ts';
import { type Patience, startPatience } from './patience.ts';
import { readItem } from './read.ts';
import type { Step } from './steps.ts';
import { buildTransaction, type Part } from './transaction.ts';

const CONDITION = 'ConditionalCheckFailed';

/** What a commit is made with. */
interface Parts {
  client: DynamoDBDocumentClient;
  table: string;
}

/**
 * Carries out all steps or none. It begins with what a commit mostly finds, without reading. Where that is wrong, the
 * transaction is cancelled and says what stands there instead, which either refuses the commit or corrects the belief
 * for the next attempt. What passes (conflicts with other transactions, throttling, no answer) is repeated for a while.
 */
export async function commitSteps(parts: Parts, steps: readonly Step[]): Promise<void> {
  const collision = findCollision(steps);
  if (collision) throw await refuseCollision(parts, steps, collision);
  const patience = startPatience();
  const stale = new Map<string, string>();
  const context = { table: parts.table, commitId: randomUUID(), stale };
  for (;;) {
    const transaction = buildTransaction(steps, context);
    const cancelled = await send(parts, transaction, patience);
    if (!cancelled) return;
    const failed = failuresOf(cancelled, transaction);
    if (failed.length === 0 && !isPassing(cancelled)) throw cancelled;
    learnOfRecords(failed);
    await learnOfUniqueValues(parts, steps, failed, stale);
    await patience(cancelled);
  }
}

/**
 * Sends one transaction until its outcome is known: done, or cancelled. Repeats have the same token, so one whose answer
 * was lost is not carried out again, and does not conflict with itself.
 */
async function send(
  { client }: Parts,
  transaction: readonly Part[],
  patience: Patience,
): Promise<TransactionCanceledException | undefined> {
  const input = { TransactItems: transaction.map(({ item }) => item), ClientRequestToken: randomUUID() };
  for (;;) {
    try {
      await client.send(new TransactWriteCommand(input));
      return undefined;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return error;
      if (!isPassing(error)) throw error;
      await patience(error);
    }
  }
}

interface Failure extends Part {
  /** What stands where the condition failed. */
  found: CancellationReason['Item'];
}

/** Reasons stand in the order of the transaction's items. */
function failuresOf(cancelled: TransactionCanceledException, transaction: readonly Part[]): Failure[] {
  return transaction.flatMap((part, i) => {
    const reason = cancelled.CancellationReasons?.[i];
    return reason?.Code === CONDITION ? [{ ...part, found: reason.Item }] : [];
  });
}

/** Throws `version_conflict`. */
function learnOfRecords(failed: readonly Failure[]): void {
  for (const { step, hash, found } of failed) {
    if (hash !== undefined) continue;
    const conflict = versionConflict(step.change, Number(found?.version?.N ?? 0));
    if (conflict) throw conflict;
    step.held = readHeld(found?.held?.S);
  }
}

/**
 * A value that another record holds is taken, unless that record gives it up in this very commit. An item whose record
 * does not hold the value (any more) is stale. Throws `unique_taken`.
 */
async function learnOfUniqueValues(
  parts: Parts,
  steps: readonly Step[],
  failed: readonly Failure[],
  stale: Map<string, string>,
): Promise<void> {
  for (const { step, hash, found } of failed) {
    if (hash === undefined) continue;
    const { collection } = step.change;
    const { pk } = uniqueKey(collection, hash);
    const holder = { pk: found?.recordPk?.S ?? '', sk: found?.recordSk?.S ?? '' };
    const taken = found?.taken?.S;
    stale.delete(pk);
    if (taken === undefined) continue;
    const isOurs = steps.some(
      ({ change, key }) => change.kind !== 'expect' && key.pk === holder.pk && key.sk === holder.sk,
    );
    if (!isOurs) {
      const record = await readItem(parts, holder);
      if (readHeld(record?.held).includes(hash)) throw uniqueTaken(collection, step.values.get(hash) ?? '');
    }
    stale.set(pk, taken);
  }
}

/** A value that two records of one commit are to hold. */
function findCollision(steps: readonly Step[]): { collection: string; value: string } | undefined {
  const seen = new Set<string>();
  for (const { change, values } of steps) {
    for (const [hash, value] of values) {
      const { pk } = uniqueKey(change.collection, hash);
      if (seen.has(pk)) return { collection: change.collection, value };
      seen.add(pk);
    }
  }
  return undefined;
}

/** A conflict of versions is told first, as in every commit. */
async function refuseCollision(
  parts: Parts,
  steps: readonly Step[],
  collision: { collection: string; value: string },
): Promise<CohabitError> {
  for (const { change, key } of steps) {
    const record = await readItem(parts, key);
    const conflict = versionConflict(change, record?.version ?? 0);
    if (conflict) return conflict;
  }
  return uniqueTaken(collision.collection, collision.value);
}
