import { lookAtLane } from '../judge/look-at-lane.ts';
import { type LaneInput, startLane } from '../lane/start-lane.ts';
import { type Played, playPoint } from '../play-point.ts';
import type { CrashPoint, Requests, Service } from '../points/crash-point.ts';
import { makeStory } from '../story/story-call.ts';

/** `not reached`: the story ended before the process made the request. */
export type Verdict = 'held' | 'broken' | 'not reached';

export type PlayedPoint = {
  readonly point: CrashPoint;
  readonly verdict: Verdict;
  /** Sentences, if it is broken. */
  readonly broken: readonly string[];
  readonly durationMs: number;
};

/** Plays stories of a lane, one after the other. */
export type LanePlayer = {
  /** Plays a story without a crash. @returns what the service asked for. @throws {Error} if it does not end well. */
  record(service: Service): Promise<Requests>;
  play(point: CrashPoint): Promise<PlayedPoint>;
  stop(): Promise<void>;
};

/** How often a request that was not reached is sought again at the last ordinal that was. */
const MAX_SEEKS = 3;

export const startLanePlayer = async (input: LaneInput): Promise<LanePlayer> => {
  const lane = await startLane(input);
  const { clients } = input.local;
  const view = lookAtLane({ ...input, clients, ocpUrl: lane.ocpUrl });
  let stories = 0;
  const playStory: PlayStory = async (service, point) => {
    await lane.prepare(service);
    const story = makeStory(`${lane.prefix}-s${stories}`, stories, Date.now());
    stories += 1;
    return playPoint(lane, view, story, point);
  };
  return {
    record: (service) => record(playStory, service),
    play: (point) => seek(playStory, point),
    stop: lane.stop,
  };
};

type PlayStory = (service: Service, point?: CrashPoint) => Promise<Played>;

const record = async (playStory: PlayStory, service: Service): Promise<Requests> => {
  const { broken, requests } = await playStory(service);
  if (broken.length > 0) throw new Error(`a story without a crash of ${service} broke: ${broken.join('; ')}`);
  return requests;
};

/** A story makes some requests more or less often than the one before. Then the last one of its kind is sought again. */
const seek = async (playStory: PlayStory, point: CrashPoint): Promise<PlayedPoint> => {
  let sought = point;
  let durationMs = 0;
  for (let tries = 0; tries < MAX_SEEKS; tries += 1) {
    const played = await playStory(point.service, sought);
    durationMs += played.durationMs;
    const { broken } = played;
    if (broken.length > 0) return { point: sought, verdict: 'broken', broken, durationMs };
    if (played.isKilled) return { point: sought, verdict: 'held', broken, durationMs };
    const ordinal = played.requests.get(point.kind);
    if (ordinal === undefined) break;
    sought = { ...point, ordinal: Math.min(ordinal, sought.ordinal) };
  }
  return { point: sought, verdict: 'not reached', broken: [], durationMs };
};
