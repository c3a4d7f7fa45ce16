import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { makePollSlot } from './poll-slot.ts';

type Poll = {
  readonly command: string;
  readonly input: object;
  readonly signal: AbortSignal;
  answer(messages?: Message[]): void;
  fail(error: Error): void;
};

const MESSAGE: Message = { MessageId: 'm', ReceiptHandle: 'r' };

/** A slot whose polls are answered by the test. `ignoresAbort`: the answer was already on its way. */
const fixture = (ignoresAbort = false) => {
  const polls: Poll[] = [];
  const worked: Message[] = [];
  const givenBack: Message[] = [];
  const errors: { error: unknown; failures: number }[] = [];
  let polled = Promise.withResolvers<void>();
  let answered = 0;
  const send = (command: object & { input: object }, { abortSignal }: { abortSignal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      if (!ignoresAbort) {
        const refuse = () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
        if (abortSignal.aborted) refuse();
        abortSignal.addEventListener('abort', refuse);
      }
      polls.push({
        command: command.constructor.name,
        input: command.input,
        signal: abortSignal,
        answer: (Messages) => resolve({ Messages }),
        fail: reject,
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
    beforePoll: async () => undefined,
    onPolled: () => {
      answered += 1;
    },
    onPollError: (error, failures) => errors.push({ error, failures }),
  });
  return {
    slot,
    polls,
    worked,
    givenBack,
    errors,
    answered: () => answered,
    nextPoll: () => polled.promise,
  };
};

describe('makePollSlot', () => {
  it('receives one message at a time, and only `work` settles it', async () => {
    const { slot, polls, worked, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    const second = nextPoll();
    polls[0]?.answer([MESSAGE]);
    await second;
    await slot.stop();

    expect(worked).toEqual([MESSAGE]);
    expect(polls.map(({ command }) => command)).toEqual(['ReceiveMessageCommand', 'ReceiveMessageCommand']);
    expect(polls[0]?.input).toMatchObject({
      QueueUrl: 'http://sqs/1/downloads',
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 30,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
  });

  it('ends the poll under way when it stops, and reports no error', async () => {
    const { slot, polls, errors, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    await slot.stop();
    expect(polls[0]?.signal.aborted).toBe(true);
    expect(errors).toEqual([]);
  });

  it('gives back a message that arrives while it stops', async () => {
    const { slot, polls, worked, givenBack, nextPoll } = fixture(true);
    slot.start();
    await nextPoll();
    const stopped = slot.stop();
    polls[0]?.answer([MESSAGE]);
    await stopped;
    expect([worked, givenBack]).toEqual([[], [MESSAGE]]);
  });

  it('may stop at once after its start', async () => {
    const { slot, errors } = fixture();
    slot.start();
    await slot.stop();
    expect(errors).toEqual([]);
  });

  it('waits a second after a failed poll, and counts anew after one that is answered', async () => {
    const { slot, polls, errors, answered, nextPoll } = fixture();
    const outage = Object.assign(new Error('down'), { name: 'ServiceUnavailable' });
    slot.start();
    await nextPoll();
    const second = nextPoll();
    const failedAt = performance.now();
    polls.at(-1)!.fail(outage);
    await second;
    expect(performance.now() - failedAt).toBeGreaterThanOrEqual(990);
    expect([answered(), errors.map(({ failures }) => failures)]).toEqual([0, [1]]);

    const third = nextPoll();
    polls.at(-1)!.answer();
    await third;
    expect(answered()).toBe(1);
    polls.at(-1)!.fail(outage);
    while (errors.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(errors.map(({ failures }) => failures)).toEqual([1, 1]);
    await slot.stop();
  });

  it('counts polls that fail one after the other', async () => {
    const { slot, polls, errors, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    const second = nextPoll();
    polls.at(-1)!.fail(new Error('down'));
    await second;
    polls.at(-1)!.fail(new Error('down'));
    while (errors.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(errors.map(({ failures }) => failures)).toEqual([1, 2]);
    await slot.stop();
  });

  it('stops while it waits after a failed poll', async () => {
    const { slot, polls, errors, nextPoll } = fixture();
    slot.start();
    await nextPoll();
    polls[0]?.fail(new Error('down'));
    while (errors.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await slot.stop();
    expect(errors).toHaveLength(1);
  });

  it('may stop without a start', async () => {
    await fixture().slot.stop();
  });
});
