import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { makeIdlePause } from './idle-pause.ts';
import { makePollSlotInTurn } from './poll-in-turn.ts';
import { makePollTurns } from './poll-turns.ts';

const MESSAGE: Message = { MessageId: 'm', ReceiptHandle: 'r' };
/** Long enough that a pause which does not end fails the test by its time limit. */
const HOUR_MS = 3_600_000;

const fixture = (answers: readonly Message[][]) => {
  let polls = 0;
  let polled = Promise.withResolvers<void>();
  const send = (_: object, { abortSignal }: { abortSignal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      abortSignal.addEventListener('abort', () =>
        reject(Object.assign(new Error('aborted'), { name: 'AbortError' })),
      );
      const Messages = answers[polls];
      polls += 1;
      polled.resolve();
      polled = Promise.withResolvers<void>();
      if (Messages) resolve({ Messages });
    });
  const worked: Message[] = [];
  const idle = makeIdlePause({ afterPolls: 2, pauseMs: HOUR_MS });
  const slot = makePollSlotInTurn(makePollTurns(), idle, {
    sqs: { send } as unknown as SQSClient,
    queueUrl: 'http://sqs/1/downloads',
    visibilityTimeoutS: 30,
    waitTimeS: 20,
    work: async (message) => void worked.push(message),
    giveBack: async () => undefined,
    beforePoll: async () => undefined,
    onPolled: () => undefined,
    onPollError: () => undefined,
  });
  const untilPolled = async (times: number): Promise<void> => {
    while (polls < times) await polled.promise;
  };
  return { slot, idle, worked, polls: () => polls, untilPolled };
};
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('a slot in turn', () => {
  it('pauses when its queue is idle, and stops at once during the pause', async () => {
    const { slot, polls, untilPolled } = fixture([[], [], [], []]);
    slot.start();
    await untilPolled(2);
    await aWhile();
    expect(polls()).toBe(2);
    await slot.stop();
  });

  it('polls without pauses as long as messages come', async () => {
    const { slot, worked, untilPolled } = fixture([[], [MESSAGE], [], [MESSAGE], [MESSAGE]]);
    slot.start();
    await untilPolled(6);
    expect(worked).toHaveLength(3);
    await slot.stop();
  });

  it('ends its pause when another slot gets a message', async () => {
    const { slot, idle, polls, untilPolled } = fixture([[], []]);
    slot.start();
    await untilPolled(2);
    await aWhile();
    expect(polls()).toBe(2);
    idle.received();
    await untilPolled(3);
    await slot.stop();
  });
});
