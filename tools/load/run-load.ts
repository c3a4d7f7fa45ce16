import { awaitStored } from './await-stored.ts';
import { executeWhile } from './execute-while.ts';
import { playDay } from './play-day.ts';
import type { LoadOptions } from './read-options.ts';
import { type LoadReport, reportLoad } from './report-load.ts';
import { sendCalls } from './send-calls.ts';

/** Sends the calls, plays the simulator's day at the same time, and waits until all accepted calls are stored. */
export const runLoad = async (options: LoadOptions, say: (line: string) => void): Promise<LoadReport> => {
  const { simulator, pooler, askKey } = options;
  say(
    `sending at most ${options.calls} calls for at most ${options.seconds} s by ${options.clients} clients`,
  );
  if (simulator)
    say(`the simulator plays a day of as many calls and loses ${options.loss * 100} % of the pushes`);
  const [sent, day] = await Promise.all([
    sendCalls(options),
    simulator ? playDay({ ...options, simulator }) : undefined,
  ]);
  say(`${sent.accepted.length} recordings accepted; waiting until they are stored`);
  const expected = sent.accepted.map(({ callId, recording: { sha256 } }) => ({ callId, sha256 }));
  const waiting = Promise.all([awaitStored(options, expected), day && awaitStored(options, day.calls)]);
  const [ofSent, ofDay] = await (pooler ? executeWhile(waiting, { pooler, askKey }) : waiting);
  return reportLoad({
    sent,
    bytesOfRecording: sent.accepted[0]?.recording.bytes.length ?? 0,
    ofSent,
    ...(day && ofDay && { day, ofDay }),
  });
};
