/** A change of one place in a source text. */
export type Mutation = {
  readonly kind: MutationKind;
  /** Offsets of the replaced text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The types refuse it, for example because it uses a name before its declaration. It is not run. */
  readonly isRefusedByTypes?: boolean;
};

export type MutationKind =
  | 'comparison'
  | 'logic'
  | 'default'
  | 'number'
  | 'boolean'
  | 'bound'
  | 'dropped call'
  | 'dropped await'
  | 'condition'
  | 'swapped awaits'
  | 'dropped command';

/** A mutation of a file. `path` is relative to the root of the repository. */
export type Mutant = Mutation & { readonly path: string; readonly project: string };

export type Fate = 'killed' | 'hung' | 'survived' | 'refused by types';

export type JudgedMutant = {
  readonly project: string;
  readonly kind: MutationKind;
  /** `path:line` of the first changed line. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
  readonly fate: Fate;
  /** The project whose tests caught it. */
  readonly caughtBy?: string;
};

export const applyMutation = (source: string, { from, to, text }: Mutation): string =>
  source.slice(0, from) + text + source.slice(to);

/** The first line that differs, before and after. */
export const describeChange = (source: string, mutation: Mutation) => {
  const before = source.split('\n');
  const after = applyMutation(source, mutation).split('\n');
  const index = before.findIndex((line, at) => line !== after[at]);
  return { line: index + 1, before: before[index]!.trim(), after: (after[index] ?? '').trim() };
};
