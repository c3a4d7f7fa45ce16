import { type Explored, explore } from '../machines/explore.ts';
import { exploredCall } from '../machines/explored-call.ts';
import { exploredExportJob } from '../machines/explored-export-job.ts';
import { exploredReconciliation } from '../machines/explored-reconciliation.ts';
import type { SimulateOptions } from './options.ts';
import type { Outcome, Terminal } from './run-worlds.ts';

const MACHINES: Readonly<Record<string, (depth: number) => Explored<unknown>>> = {
  call: (depth) => explore(exploredCall, depth),
  'export job': (depth) => explore(exploredExportJob, depth),
  reconciliation: (depth) => explore(exploredReconciliation, depth),
};

type MachineResult = Omit<Explored<unknown>, 'states'> & {
  readonly machine: string;
  readonly states: number;
};

/** Tries every sequence of up to `machines` events. */
export const runMachines = async (
  { machines: depth, json }: Pick<SimulateOptions, 'machines' | 'json'>,
  { realMs, showProgress }: Terminal,
): Promise<Outcome> => {
  const results = Object.entries(MACHINES).map(([machine, exploreTo]): MachineResult => {
    showProgress(`exploring ${machine}`);
    const { states, ...explored } = exploreTo(depth);
    return { machine, states: states.length, ...explored };
  });
  const text = json
    ? JSON.stringify({ depth, machines: results, realSeconds: realMs() / 1_000 }, undefined, 2)
    : results.map(renderMachine).join('\n');
  return { text, isBroken: results.some(({ broken }) => broken.length > 0) };
};

const renderMachine = ({ machine, states, steps, isExhausted, broken }: MachineResult): string => {
  const reached = isExhausted ? 'every state was reached' : 'more states are deeper';
  const line = `${machine.padEnd(16)}${states} states, ${steps} steps, ${reached}, ${broken.length} broken`;
  return [line, ...broken.map((sentence) => `  ${sentence}`)].join('\n');
};
