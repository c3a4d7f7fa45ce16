import type { CrashTotals } from './simulate-crashes.ts';

/** The result as lines for people. */
export const renderCrashes = ({ requests, kinds, crashes, broken }: CrashTotals, realMs: number): string => {
  const rows = [
    ['requests', `${requests}, of ${kinds} kinds`],
    ['crashes', `${crashes}: one before and one after each request`],
    ['broken', String(broken.length)],
    ['real time', `${(realMs / 1_000).toFixed(1)} s`],
  ] as const;
  const table = rows.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n');
  return [table, ...broken.map(renderBroken)].join('\n\n');
};

const renderBroken = ({ crash, promises }: CrashTotals['broken'][number]): string => {
  const { at, kind, service, request } = crash;
  const faults = `faults: [{ afterSteps: ${at}, kind: '${kind}' }]`;
  return [
    `broken by ${kind} at ${request} of ${service}:`,
    ...promises.map((promise) => `  ${promise}`),
    `again: play CRASH_DAY with ${faults}`,
  ].join('\n');
};
