import type { Timeline } from './timeline.ts';

/** Makes `AbortSignal.timeout` for virtual time. */
export const makeTimeoutSignal =
  (timeline: Timeline) =>
  (delayMs: number): AbortSignal => {
    const controller = new AbortController();
    timeline.after(delayMs, () =>
      controller.abort(new Error(`timed out after ${delayMs} ms of virtual time`)),
    );
    return controller.signal;
  };
