import { type FieldAction, makeActionOf, type PiiFields } from './pii-fields.ts';
import { protectText } from './protect-text.ts';
import { redactText } from './redact-text.ts';

export type ProtectOptions = {
  readonly fields: PiiFields;
  /** The keyed hash of the tenant, so that two hashes of one value are equal, and reveal nothing else. */
  readonly hash: (value: string) => string;
};

/** Applies the policy of a group. */
export type Protect = {
  /**
   * Applies it to parsed JSON, or to labels. What need not change is the same object. What is nested in more than 100 levels
   * is replaced as a whole.
   */
  value<T>(value: T): T;
  /** Applies it to text whose fields cannot be read: what follows the name of a field is taken for its value. */
  text(text: string): string;
};

type Json = Readonly<Record<string, unknown>>;

/** An event of OCP has a few levels. Without a limit a sender could exhaust the stack. */
const MAX_DEPTH = 100;
/** What replaces a value that is nested more deeply. */
export const TOO_DEEP = '[nested too deeply]';

/** Makes the functions that apply a policy. They are pure. */
export const makeProtect = ({ fields, hash }: ProtectOptions): Protect => {
  const actionOf = makeActionOf(fields);

  const protectLeaf = (value: unknown, action: FieldAction): unknown => {
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    if (action === 'hash') return hash(String(value));
    const text = String(value);
    const redacted = protectText(text, actionOf, hash);
    return redacted === text ? value : redacted;
  };

  /** An object or list under a field that is hashed is hashed leaf by leaf. */
  const protectOf = (value: unknown, action: FieldAction, depth: number): unknown => {
    if (action === 'keep') return value;
    if (depth > MAX_DEPTH) return TOO_DEEP;
    if (Array.isArray(value)) return mapList(value, (one) => protectOf(one, action, depth + 1));
    if (typeof value === 'object' && value !== null) return protectObject(value as Json, action, depth);
    return protectLeaf(value, action);
  };

  const protectObject = (object: Json, outer: FieldAction, depth: number): Json => {
    let changed: Record<string, unknown> | undefined;
    const named = nameOfPair(object);
    for (const [name, value] of Object.entries(object)) {
      const isPairValue = named !== undefined && name === 'value';
      const own = isPairValue ? actionOf(named, true) : actionOf(name, depth > 0);
      const action = outer === 'hash' && own !== 'drop' ? 'hash' : own;
      const next = action === 'drop' ? undefined : protectOf(value, action, depth + 1);
      const nextName = redactText(name);
      if (next === value && nextName === name) continue;
      changed ??= { ...object };
      if (action === 'drop' || nextName !== name) delete changed[name];
      if (action !== 'drop') changed[nextName] = next;
    }
    return changed ?? object;
  };

  return {
    value: (value) => protectOf(value, 'redact', 0) as typeof value,
    text: (text) => protectText(text, actionOf, hash),
  };
};

/** The name of a field that is written as a pair: `{"key": "ani", "value": "555"}`. */
const nameOfPair = (object: Json): string | undefined =>
  Object.hasOwn(object, 'value')
    ? [object['key'], object['name'], object['field']].find((name) => typeof name === 'string')
    : undefined;

const mapList = (list: readonly unknown[], map: (one: unknown) => unknown): readonly unknown[] => {
  const mapped = list.map(map);
  return mapped.some((one, at) => one !== list[at]) ? mapped : list;
};
