import { z } from 'zod';

const Progress = z.object({
  /** Calls with a recording. */
  calls: z.number(),
  playing: z.boolean(),
  /** Calls whose events are through. */
  played: z.number(),
  pushed: z.number(),
  lost: z.number(),
  chats: z.number(),
  eventsSent: z.number(),
  lateWaiting: z.number(),
  exportJobs: z.number(),
  requests: z.number(),
});
export type SimulatorProgress = z.infer<typeof Progress>;

const Ledger = z.object({
  calls: z.array(
    z.object({
      callId: z.string(),
      groupName: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      channel: z.string(),
      hasAudio: z.boolean(),
      pushFate: z.string().optional(),
      sha256: z.string().optional(),
    }),
  ),
});
export type TrueCall = z.infer<typeof Ledger>['calls'][number];

/** What the stack asks of the simulator: play, say how far it is, tell the truth in the end. */
export const makeSimulatorControl = (url: string) => ({
  play: async (): Promise<void> => {
    await ask(`${url}/simulator/play`, { method: 'POST' });
  },
  progress: async (): Promise<SimulatorProgress> => Progress.parse(await ask(`${url}/simulator/progress`)),
  truth: async (): Promise<readonly TrueCall[]> => Ledger.parse(await ask(`${url}/simulator/ledger`)).calls,
});

export type SimulatorControl = ReturnType<typeof makeSimulatorControl>;

const ask = async (url: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
};
