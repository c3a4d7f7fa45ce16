import { INTRINSICS } from './intrinsics.ts';
import { makeRuntimeError } from './state-error.ts';

type Read = (path: string) => unknown;

const CALL = /\s*(States\.\w+)\(/y;
const LITERAL = /\s*'((?:\\.|[^'\\])*)'\s*/y;
const PATH = /\s*(\$(?:\[[^\]]*\]|[^,()[\]])*)/y;
const CONSTANT = /\s*([^\s,()']+)\s*/y;
const FOLLOWS = /\s*([,)])/y;

/**
 * Evaluates a call like `States.Format('{} of {}', $.a, States.ArrayLength($.b))`.
 *
 * @throws States.Runtime if it cannot be read or worked out.
 */
export const callIntrinsic = (expression: string, read: Read): unknown => {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    if (!match) return undefined;
    at = pattern.lastIndex;
    return match[1];
  };
  const fail = (): never => {
    throw makeRuntimeError(`cannot read '${expression}' at character ${at}`);
  };

  const argument = (): unknown => {
    const literal = take(LITERAL);
    if (literal !== undefined) return { literal };
    const name = take(CALL);
    if (name !== undefined) return call(name);
    const path = take(PATH);
    if (path !== undefined) return read(path.trim());
    return parseConstant(take(CONSTANT) ?? fail());
  };
  const call = (name: string): unknown => {
    const run = INTRINSICS[name] ?? fail();
    const values: unknown[] = [];
    if (take(END) === undefined)
      for (let follows: string | undefined = ','; follows === ','; ) {
        values.push(argument());
        follows = take(FOLLOWS) ?? fail();
      }
    return attempt(name, () => run(...(withText(name, values) as never[])));
  };

  const result = call(take(CALL) ?? fail());
  return at === expression.trimEnd().length ? result : fail();
};

const END = /\s*(\))/y;

const parseConstant = (text: string): unknown => attempt(text, () => JSON.parse(text) as unknown);

/** A literal has its own escapes. States.Format reads those of its template itself, because `\{` is no place there. */
const withText = (name: string, values: readonly unknown[]): unknown[] =>
  values.map((value, place) => {
    if (typeof value !== 'object' || value === null || !('literal' in value)) return value;
    const literal = String(value.literal);
    return name === 'States.Format' && place === 0 ? literal : literal.replaceAll(/\\(.)/g, '$1');
  });

const attempt = <T>(what: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw makeRuntimeError(`${what}: ${(error as Error).message}`);
  }
};
