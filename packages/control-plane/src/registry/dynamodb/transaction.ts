import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { MAX_CHANGES } from '@cohabit/core';
import { createExpressions, type Expressions } from './expressions.ts';
import { type UniqueItem, writeHeld } from './items.ts';
import { indexSlots, uniqueKey } from './keys.ts';
import type { Step } from './steps.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A unique value that a record takes or gives up. */
interface Move {
  step: Step;
  hash: string;
}

/** One item of a transaction, and what it is for. */
export interface Part {
  item: TransactItem;
  step: Step;
  /** Of the unique value that the item is about; absent when it is the record's own. */
  hash?: string;
}

export interface TransactionContext {
  table: string;
  /** Marks the unique values that this commit takes. */
  commitId: string;
  /** Unique items that count no more, by `pk`: the `taken` with which each was seen. */
  stale: ReadonlyMap<string, string>;
}

/**
 * The transaction that carries out a commit if what its steps believe is so. A transaction names an item once, so a
 * unique value that goes from one record to another is one write: that the giver still holds it is the condition on the
 * giver's record.
 *
 * Core counts what a commit takes towards DynamoDB's 100 items, not what it gives up. What does not fit is left, and
 * counts no more since no record holds it.
 */
export function buildTransaction(steps: readonly Step[], context: TransactionContext): Part[] {
  const pkOf = ({ step, hash }: Move) => uniqueKey(step.change.collection, hash).pk;
  const given = steps.flatMap((step) => givenBy(step).map((hash) => ({ step, hash })));
  const taken = steps.flatMap((step) => takenBy(step).map((hash) => ({ step, hash })));
  const givenPks = new Set(given.map(pkOf));
  const takenPks = new Set(taken.map(pkOf));
  const released = given.filter((move) => !takenPks.has(pkOf(move)));
  return [
    ...steps.map((step) => ({ step, item: recordItem(step, context.table) })),
    ...taken.map((move) => ({ ...move, item: takeItem(move, givenPks.has(pkOf(move)), context) })),
    ...released
      .slice(0, MAX_CHANGES - steps.length - taken.length)
      .map((move) => ({ ...move, item: releaseItem(move, context.table) })),
  ];
}

function givenBy({ change, held, values }: Step): string[] {
  return change.kind === 'expect' ? [] : held.filter((hash) => !values.has(hash));
}

function takenBy({ held, values }: Step): string[] {
  return [...values.keys()].filter((hash) => !held.includes(hash));
}

function recordItem(step: Step, TableName: string): TransactItem {
  const { change, key: Key } = step;
  const expressions = createExpressions();
  const guard = {
    ConditionExpression: conditionsOf(step, expressions).join(' AND '),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  if (change.kind === 'expect') {
    return {
      ConditionCheck: { TableName, Key, ...guard, ...expressions.placeholders() },
    };
  }
  if (change.kind === 'remove') {
    return { Delete: { TableName, Key, ...guard, ...expressions.placeholders() } };
  }
  const UpdateExpression = updateOf(step, change.json, expressions);
  return { Update: { TableName, Key, UpdateExpression, ...guard, ...expressions.placeholders() } };
}

function conditionsOf({ change, held }: Step, { name, value }: Expressions): string[] {
  const conditions: string[] = [];
  const mayBeAny = change.kind === 'overwrite' || (change.kind === 'remove' && change.version === 0);
  if (!mayBeAny) {
    const isAbsent = change.version === 0;
    conditions.push(isAbsent ? 'attribute_not_exists(pk)' : `${name('version')} = ${value(change.version)}`);
  }
  if (change.kind !== 'expect') {
    const believed = writeHeld(held);
    const isNone = believed === undefined;
    conditions.push(
      isNone ? `attribute_not_exists(${name('held')})` : `${name('held')} = ${value(believed)}`,
    );
  }
  return conditions;
}

function updateOf({ values, entries }: Step, json: string, { name, value }: Expressions): string {
  const attributes: Record<string, string | undefined> = { json, held: writeHeld([...values.keys()]) };
  for (const slot of indexSlots) {
    const entry = entries.find((candidate) => candidate.slot === slot);
    attributes[slot.pk] = entry?.partition;
    attributes[slot.sk] = entry?.sort;
  }
  const version = name('version');
  const sets = [`${version} = if_not_exists(${version}, ${value(0)}) + ${value(1)}`];
  const removes: string[] = [];
  for (const [attribute, content] of Object.entries(attributes)) {
    if (content === undefined) removes.push(name(attribute));
    else sets.push(`${name(attribute)} = ${value(content)}`);
  }
  return `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`;
}

function takeItem({ step, hash }: Move, isGiven: boolean, context: TransactionContext): TransactItem {
  const key = uniqueKey(step.change.collection, hash);
  const { name, value, placeholders } = createExpressions();
  const seen = context.stale.get(key.pk);
  const Item: UniqueItem = {
    ...key,
    recordPk: step.key.pk,
    recordSk: step.key.sk,
    taken: context.commitId,
  };
  const isFree = seen === undefined ? 'attribute_not_exists(pk)' : `${name('taken')} = ${value(seen)}`;
  return {
    Put: {
      TableName: context.table,
      Item,
      ...(!isGiven && { ConditionExpression: isFree, ...placeholders() }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function releaseItem({ step, hash }: Move, TableName: string): TransactItem {
  return { Delete: { TableName, Key: uniqueKey(step.change.collection, hash) } };
}
