import type { ServiceProcess } from '@recordings/test-kit';
import pWaitFor, { TimeoutError } from 'p-wait-for';
import { findBroken, findOpenEnds } from './judge/judge-story.ts';
import type { LaneView } from './judge/look-at-lane.ts';
import { GROUP, STORY_KEY } from './lane/lane-settings.ts';
import type { Lane } from './lane/start-lane.ts';
import type { CrashPoint, Requests } from './points/crash-point.ts';
import { askForExecutions } from './story/ask-for-executions.ts';
import { sendStory } from './story/send-story.ts';
import type { Story } from './story/story-call.ts';

/** What became of a story in which a service was killed, or was not. */
export type Played = {
  /** Whether the process reached the point. */
  readonly isKilled: boolean;
  /** Sentences. Empty: every call is stored once or explained. */
  readonly broken: readonly string[];
  /** What the process asked for, until it was killed. */
  readonly requests: Requests;
  readonly durationMs: number;
};

const LOOK_EVERY_MS = 500;
/** The longest waits of the services are one minute. On a machine that is busy everything takes longer. */
const PATIENCE_MS = 300_000;

/** Plays one story with a new process of the prepared service, which is killed at the point and started again. */
export const playPoint = async (
  lane: Lane,
  view: LaneView,
  story: Story,
  point?: Pick<CrashPoint, 'kind' | 'ordinal' | 'moment'>,
): Promise<Played> => {
  const startedMs = performance.now();
  const over = new AbortController();
  lane.ocp.add(story);
  lane.watch.begin(point, () => doomed.child.kill('SIGKILL'));
  const doomed = lane.startProcess();
  let current = doomed;
  let isKilled = false;
  const restarted = doomed.ended.then((how) => {
    isKilled = how === 'SIGKILL';
    if (isKilled && !over.signal.aborted) current = lane.startProcess();
  });
  const tasks = tellStory(lane, story, over.signal);
  try {
    const open = await waitForEnd(lane, view, story, () => deathOf(current));
    const requests = lane.watch.requests();
    const broken = open.length > 0 ? open : await findBroken(view, story, lane);
    return { isKilled, broken, requests, durationMs: performance.now() - startedMs };
  } finally {
    over.abort();
    await tasks;
    if (isKilled) await restarted;
  }
};

/** Sends the story, and asks the pooler to look for missing calls, until `signal` aborts. */
const tellStory = async (lane: Lane, story: Story, signal: AbortSignal): Promise<void> => {
  const receiver = { url: () => lane.urlOf('ingestion-api'), key: STORY_KEY, group: GROUP };
  await Promise.allSettled([
    sendStory(receiver, story, signal),
    askForExecutions(() => lane.urlOf('pooler'), STORY_KEY, signal),
  ]);
};

/** @returns what is open at the end: nothing, or what was open when the patience ended. */
const waitForEnd = async (
  lane: Lane,
  view: LaneView,
  story: Story,
  death: () => string | undefined,
): Promise<readonly string[]> => {
  let open: readonly string[] = ['nothing was looked at'];
  const isOver = async (): Promise<boolean> => {
    lane.expectOthersAlive();
    const died = death();
    if (died !== undefined) throw new Error(died);
    open = await findOpenEnds(view, story);
    return open.length === 0;
  };
  try {
    await pWaitFor(isOver, { interval: LOOK_EVERY_MS, timeout: PATIENCE_MS });
  } catch (error) {
    if (error instanceof TimeoutError) return open;
    return [error instanceof Error ? error.message : String(error), ...open];
  }
  return [];
};

/** Why a process ended by itself, if it did. */
const deathOf = ({ child, said }: ServiceProcess): string | undefined =>
  child.exitCode === null ? undefined : `the process ended with ${child.exitCode}: ${said()}`;
