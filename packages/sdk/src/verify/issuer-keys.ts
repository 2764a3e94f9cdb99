import type { KeyObject } from 'node:crypto';
import { type Clock, CohabitError } from '@cohabit/core';
import { boundedCache } from './bounded-cache.ts';
import { readSigningKeys } from './jwks.ts';
import { shown } from './jwt.ts';

/** The signing keys of issuers that are trusted already: callers make sure of that before they ask. */
export interface IssuerKeys {
  /** The key if it is at hand, without waiting. */
  recall(issuer: string, kid: string): KeyObject | undefined;
  /** Throws `issuer_unavailable` if the keys cannot be read, `token_signature_invalid` if the issuer has no such key. */
  find(issuer: string, kid: string): Promise<KeyObject>;
}

interface IssuerState {
  keys: Map<string, KeyObject>;
  triedAt: number;
  failure: unknown;
  running: Promise<void> | undefined;
}

const MAX_ISSUERS = 10_000;
/** Keys this old go on working while they are read again in the background; a withdrawn key ends then. */
const MAX_AGE_MS = 600_000;
/** How often an unknown `kid`, which anybody can make up, causes a fetch. */
const COOLDOWN_MS = 10_000;
const COOLDOWN_AFTER_FAILURE_MS = 1_000;

/**
 * Reads `<issuer>/.well-known/jwks.json` when first needed and keeps the keys by issuer. One fetch per issuer runs at
 * a time; when it fails, the keys read before go on working.
 */
export function createIssuerKeys(options: {
  clock: Clock;
  fetchJson: (url: string) => Promise<unknown>;
}): IssuerKeys {
  const { clock, fetchJson } = options;
  const states = boundedCache<string, IssuerState>(MAX_ISSUERS);

  async function read(issuer: string, state: IssuerState): Promise<void> {
    state.triedAt = clock();
    try {
      state.keys = readSigningKeys(await fetchJson(`${issuer}/.well-known/jwks.json`), state.keys);
      state.failure = undefined;
    } catch (error) {
      state.failure = error;
    } finally {
      state.running = undefined;
    }
  }

  function refresh(issuer: string, state: IssuerState, minPauseMs: number): Promise<void> | undefined {
    const pauseMs = state.failure === undefined ? minPauseMs : COOLDOWN_AFTER_FAILURE_MS;
    if (!state.running && clock() - state.triedAt >= pauseMs) state.running = read(issuer, state);
    return state.running;
  }

  function recall(issuer: string, kid: string): KeyObject | undefined {
    const state = states.get(issuer);
    const key = state?.keys.get(kid);
    if (state && key) void refresh(issuer, state, MAX_AGE_MS);
    return key;
  }

  async function find(issuer: string, kid: string): Promise<KeyObject> {
    const atHand = recall(issuer, kid);
    if (atHand) return atHand;
    let state = states.get(issuer);
    if (!state) {
      state = { keys: new Map(), triedAt: Number.NEGATIVE_INFINITY, failure: undefined, running: undefined };
      states.set(issuer, state);
    }
    await refresh(issuer, state, COOLDOWN_MS);
    const key = state.keys.get(kid);
    if (key) return key;
    if (state.failure !== undefined) {
      throw new CohabitError(
        'issuer_unavailable',
        'The keys of the issuer of the token cannot be read right now. Try again.',
        { details: { issuer }, cause: state.failure },
      );
    }
    throw new CohabitError('token_signature_invalid', 'The issuer of the token has no key of this name.', {
      details: { actual: shown(kid), expected: [...state.keys.keys()] },
    });
  }

  return { recall, find };
}
