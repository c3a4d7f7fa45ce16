import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { startServer, type TestServer } from '@recordings/test-kit';

export type Mood = 'answers' | 'never answers' | 'stops after its headers';

export type MoodySqs = TestServer & {
  /** Actions that were asked for, in order. */
  readonly asked: string[];
  /** The next requests of an action, one mood each; then it answers. */
  be(action: string, ...moods: readonly Mood[]): void;
};

/** An SQS that gives each of these messages once, and answers other polls after `waitMs`. */
export const startMoodySqs = async (bodies: readonly string[] = [], waitMs = 0): Promise<MoodySqs> => {
  const left = [...bodies];
  const moods = new Map<string, Mood[]>();
  const asked: string[] = [];

  const answer = (action: string, response: ServerResponse): void => {
    const say = (body: object) => () => void response.end(JSON.stringify(body));
    if (action !== 'ReceiveMessage') return say({ MessageId: 'm', QueueUrl: 'q' })();
    const Body = left.shift();
    if (Body === undefined) return void setTimeout(say({}), waitMs).unref();
    const MD5OfBody = createHash('md5').update(Body).digest('hex');
    say({ Messages: [{ MessageId: Body, ReceiptHandle: Body, Body, MD5OfBody }] })();
  };

  const server = await startServer((request, response) => {
    request.resume();
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    asked.push(action);
    const mood = moods.get(action)?.shift() ?? 'answers';
    if (mood === 'never answers') return;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (mood === 'stops after its headers') return response.flushHeaders();
    answer(action, response);
  });
  return { ...server, asked, be: (action, ...given) => void moods.set(action, [...given]) };
};
