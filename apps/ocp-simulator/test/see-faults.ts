import { type Answer, EXPORTS, type Listing, type Served } from './serve-exports.ts';

/** What a client sees under a fault. */
export type Row = {
  readonly env?: Readonly<Record<string, string>>;
  readonly see: (served: Served) => Promise<unknown>;
  readonly expected: unknown;
};

export const polled = async ({ create, get, simulator }: Served, ...afterMs: number[]) => {
  const id = await create();
  const seen: unknown[] = [];
  for (const ms of afterMs) {
    simulator.clock.now += ms;
    const { status, json } = await get(`${EXPORTS}/${id}`);
    seen.push(status === 200 ? (json as { status: string }).status : status);
  }
  return seen;
};
export const callIds = ({ recordings }: Listing): unknown[] => recordings.map(({ callId }) => callId);
/** Downloads the recordings of these calls from a finished job. */
export const downloads = async <T>(served: Served, times: readonly number[], see: (answer: Answer) => T) => {
  const id = await served.create();
  served.simulator.clock.now += 1_000;
  const seen: T[] = [];
  for (const at of times) seen.push(see(await served.send(`${EXPORTS}/${id}/files/recording-${at}`)));
  return seen;
};
export const everyCall = ['call-0', 'call-1', 'call-2', 'call-3'];
