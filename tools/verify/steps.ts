/** One check of `npm test`: a script that Node runs in the repository's root, good if it exits 0. */
export type Step = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** The steps of a lane run one after the other, and the lanes at once: tests of projects wait more than they compute. */
  readonly lane: 'checks' | 'projects';
  /** Longest it may take, if that is more than the few minutes that are enough for most. */
  readonly limitMs?: number;
};

/** The step whose projects leave the results of their tests in `reports`. */
export const PROJECTS_STEP = 'projects';

/** In the order they run: what fails soonest first. */
const checks: readonly Omit<Step, 'lane'>[] = [
  { name: 'biome', script: 'node_modules/.bin/biome', args: ['check', '.'] },
  { name: 'types', script: 'node_modules/.bin/tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint-rules', script: 'tools/lint-rules.ts', args: [] },
  { name: 'structure', script: 'tools/structure.ts', args: [] },
  { name: 'docs', script: 'tools/environment-docs.ts', args: [] },
  { name: 'state-docs', script: 'tools/state-docs.ts', args: [] },
  { name: 'limits-docs', script: 'tools/limits-docs.ts', args: [] },
  { name: 'cost-docs', script: 'tools/cost-docs.ts', args: [] },
  { name: 'event-schemas', script: 'tools/event-schemas.ts', args: [] },
  { name: 'openapi-docs', script: 'tools/openapi-docs.ts', args: [] },
  { name: 'alarm-docs', script: 'tools/alarm-docs.ts', args: [] },
  { name: 'requirements', script: 'tools/requirements.ts', args: [] },
  { name: 'compliance', script: 'tools/compliance.ts', args: [] },
  { name: 'links', script: 'tools/link-check.ts', args: [] },
  { name: 'words', script: 'tools/words.ts', args: [] },
];

const projects: readonly Omit<Step, 'lane'>[] = [
  {
    name: PROJECTS_STEP,
    script: 'node_modules/.bin/nx',
    // Four at a time on two cores: many tests wait for time limits. One ESLint process for the workspace: a process for each project loads the types again and again.
    args: ['run-many', '-t', 'lint-workspace,test,build', '--parallel=4', '--outputStyle=static'],
    limitMs: 25 * 60_000,
  },
  // Starts what the projects' builds have written.
  { name: 'bundles', script: 'tools/bundle-smoke.ts', args: [] },
];

export const steps: readonly Step[] = [
  ...checks.map((step) => ({ ...step, lane: 'checks' as const })),
  ...projects.map((step) => ({ ...step, lane: 'projects' as const })),
];

/** @throws {Error} naming the steps there are, if a name is none of them. */
export const selectSteps = (names: readonly string[] | undefined): readonly Step[] => {
  if (names === undefined) return steps;
  const known = steps.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no step is named ${unknown}; there are ${known.join(', ')}`);
  return steps.filter(({ name }) => names.includes(name));
};
