import { z } from 'zod';
import type { DayPlan } from './day-plan.ts';

const Progress = z.object({
  /** Calls with a recording. */
  calls: z.number(),
  playing: z.boolean(),
  /** Calls whose events were accepted. */
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
      /** Of other good recordings of the call that OCP listed: any of them may be the stored one. */
      secondSha256: z.array(z.string()).optional(),
    }),
  ),
});
export type TrueCall = z.infer<typeof Ledger>['calls'][number];

const Audio = z.object({
  dir: z.string(),
  used: z.array(z.object({ file: z.string(), calls: z.number() })),
  leftOut: z.array(z.object({ file: z.string(), reason: z.string() })),
});
/** Which files of the audio folder serve as recordings, for how many calls, and which do not, and why. */
export type AudioReport = z.infer<typeof Audio>;

const Story = z.object({
  story: z.string().optional(),
  steps: z.array(z.object({ step: z.string(), fault: z.string().optional(), fired: z.number() })),
});
/** What goes wrong on purpose, and how often each step of it has acted. */
export type StoryReport = z.infer<typeof Story>;

/** What the stack asks of the simulator: a day, play, progress, its files and its story, the truth about each call. */
export const makeSimulatorControl = (url: string) => ({
  begin: async (plan: DayPlan): Promise<void> => {
    await ask(`${url}/simulator/day`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(plan),
    });
  },
  play: async (): Promise<void> => {
    await ask(`${url}/simulator/play`, { method: 'POST' });
  },
  progress: async (): Promise<SimulatorProgress> => Progress.parse(await ask(`${url}/simulator/progress`)),
  audio: async (): Promise<AudioReport> => Audio.parse(await ask(`${url}/simulator/audio`)),
  story: async (): Promise<StoryReport> => Story.parse(await ask(`${url}/simulator/story`)),
  truth: async (): Promise<readonly TrueCall[]> => Ledger.parse(await ask(`${url}/simulator/ledger`)).calls,
});

export type SimulatorControl = ReturnType<typeof makeSimulatorControl>;

const ask = async (url: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
};
