import { z } from 'zod';
import { CUSTOMER_ID, kindOf, plainName } from './field-names.ts';
import { PiiAction } from './pii-action.ts';

/** What a registry says of fields, by their name. @example `{ customerId: hash, agentId: drop }` */
export const PiiFields = z.record(z.string(), PiiAction).superRefine((fields, context) => {
  for (const [name, action] of Object.entries(fields)) {
    const kind = kindOf(plainName(name));
    if (kind === 'id' || kind === 'structural') {
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'is needed to know the call: it has no policy',
      });
    } else if (kind === 'secret' && action === 'keep') {
      context.addIssue({ code: 'custom', path: [name], message: 'is a secret: it must be hash or drop' });
    }
  }
});
export type PiiFields = z.infer<typeof PiiFields>;

/** `redact`: only what looks like a telephone number, a card or a token is replaced. */
export type FieldAction = PiiAction | 'redact';

/** What happens to a field. The ids of the call are fields of the event itself, and of no object inside of it. */
export type ActionOf = (name: string, isInner?: boolean) => FieldAction;

/** Names that are remembered. OCP has some dozens; a sender may invent any number. */
const MAX_KNOWN_NAMES = 1_000;

/** A longer name is not remembered: the memory has a bound. */
const MAX_KNOWN_LENGTH = 64;

export const makeActionOf = (fields: PiiFields): ActionOf => {
  const findAction = makeFindAction(fields);
  const known = { inner: new Map<string, FieldAction>(), outer: new Map<string, FieldAction>() };
  return (name, isInner = false) => {
    if (name.length > MAX_KNOWN_LENGTH) return findAction(name, isInner);
    const actions = isInner ? known.inner : known.outer;
    const found = actions.get(name);
    if (found !== undefined) return found;
    const action = findAction(name, isInner);
    if (actions.size < MAX_KNOWN_NAMES) actions.set(name, action);
    return action;
  };
};

const makeFindAction = (fields: PiiFields): ActionOf => {
  const given = new Map(Object.entries(fields).map(([name, action]) => [plainName(name), action]));
  return (name, isInner = false) => {
    const plain = plainName(name);
    const kind = kindOf(plain);
    if (kind === 'id') return isInner ? 'redact' : 'keep';
    if (kind === 'structural') return 'redact';
    const action = given.get(plain) ?? (kind === 'customer' ? (given.get(CUSTOMER_ID) ?? 'keep') : undefined);
    if (action !== undefined) return action;
    return kind === 'other' ? 'redact' : 'drop';
  };
};

const strictness = { keep: 0, hash: 1, drop: 2 } as const satisfies Record<PiiAction, number>;

/**
 * For each field the strictest action of all policies: drop, then hash, then keep. A field is kept only if all policies
 * keep it: without an entry it may be dropped.
 */
export const strictestOf = (policies: readonly PiiFields[]): PiiFields => {
  const entries = policies.flatMap((fields) => Object.entries(fields));
  const byName = Map.groupBy(entries, ([name]) => plainName(name));
  const strictest = [...byName].map(([name, all]) => {
    const actions = all.map(([, action]) => action).sort((a, b) => strictness[b] - strictness[a]);
    return [name, actions[0]!, actions.length] as const;
  });
  return Object.fromEntries(
    strictest.filter(([, action, count]) => action !== 'keep' || count === policies.length),
  );
};

/** Whether any field is hashed, so that a key is needed. */
export const needsKey = (fields: PiiFields): boolean => Object.values(fields).includes('hash');
