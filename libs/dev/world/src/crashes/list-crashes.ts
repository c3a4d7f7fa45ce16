import { playScenario } from '../play-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FaultKind, MadeRequest } from '../time/machine.ts';

/** A process that ends just before or just after one of its requests takes effect. */
export type Crash = {
  /** Requests of all processes before this one. */
  readonly at: number;
  readonly kind: Extract<FaultKind, 'crash-before' | 'crash-after'>;
  readonly service: string;
  readonly request: string;
};

const KINDS = ['crash-before', 'crash-after'] as const;

/** Every crash of the day: two for each request that a process makes. */
export const listCrashes = async (day: Scenario): Promise<Crash[]> => {
  const requests: MadeRequest[] = [];
  await playScenario(day, { onRequest: (made) => requests.push(made) });
  return requests.flatMap(({ process, request }, at) =>
    KINDS.map((kind) => ({ at, kind, service: process.replace(/-\d+$/, ''), request })),
  );
};

/** Of the crashes at the same request of the same service: the one in the middle of the day. */
export const pickOneOfEachKind = (crashes: readonly Crash[]): Crash[] => {
  const kinds = Map.groupBy(crashes, ({ kind, service, request }) => `${service} ${request} ${kind}`);
  return [...kinds.values()].map((alike) => alike[Math.floor(alike.length / 2)]!);
};
