import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { makePollSlot } from './poll-slot.ts';

type Poll = { readonly input: object; readonly signal: AbortSignal; answer(messages: Message[]): void };

const MESSAGE: Message = { MessageId: 'm', ReceiptHandle: 'r' };

/** A slot whose polls are answered by the test. `ignoresAbort`: the answer was already on its way. */
const fixture = (ignoresAbort = false) => {
  const polls: Poll[] = [];
  const worked: Message[] = [];
  const givenBack: Message[] = [];
  const errors: unknown[] = [];
  let polled = Promise.withResolvers<void>();
  const send = (command: { input: object }, { abortSignal }: { abortSignal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      if (!ignoresAbort) {
        const refuse = () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
        if (abortSignal.aborted) refuse();
        abortSignal.addEventListener('abort', refuse);
      }
      polls.push({
        input: command.input,
        signal: abortSignal,
        answer: (Messages) => resolve({ Messages }),
      });
      polled.resolve();
      polled = Promise.withResolvers<void>();
    });
  const slot = makePollSlot({
    sqs: { send } as unknown as SQSClient,
    queueUrl: 'http://sqs/1/downloads',
    visibilityTimeoutS: 30,
    waitTimeS: 20,
    work: async (message) => {
      worked.push(message);
    },
    giveBack: async (message) => {
      givenBack.push(message);
    },
    onPolled: () => undefined,
    onPollError: (error) => errors.push(error),
  });
  return { slot, polls, worked, givenBack, errors, nextPoll: () => polled.promise };
};

describe('makePollSlot', () => {
  it('asks for one message at a time, and settles none itself', async () => {
    const { slot, polls, worked, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    const second = nextPoll();
    polls[0]?.answer([MESSAGE]);
    await second;
    await slot.stop();

    expect(worked).toEqual([MESSAGE]);
    expect(polls).toHaveLength(2);
    expect(polls[0]?.input).toMatchObject({
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 30,
      WaitTimeSeconds: 20,
    });
  });

  it('ends the poll under way when it stops, and calls that no error', async () => {
    const { slot, polls, errors, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    await slot.stop();
    expect(polls[0]?.signal.aborted).toBe(true);
    expect(errors).toEqual([]);
  });

  it('gives back a message that came while it stopped', async () => {
    const { slot, polls, worked, givenBack, nextPoll } = fixture(true);
    slot.start();
    await nextPoll();
    const stopped = slot.stop();
    polls[0]?.answer([MESSAGE]);
    await stopped;
    expect([worked, givenBack]).toEqual([[], [MESSAGE]]);
  });

  it('stops in the moment it starts', async () => {
    const { slot, errors } = fixture();
    slot.start();
    await slot.stop();
    expect(errors).toEqual([]);
  });

  it('resolves at once if it never started', async () => {
    await fixture().slot.stop();
  });
});
