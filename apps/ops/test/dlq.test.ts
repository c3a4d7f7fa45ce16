import { DeleteQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { resolveQueueUrl } from '@recordings/messaging';
import { physicalName } from '@recordings/topology';
import { keyOf, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
  await environment.addCall('c-1', '2026-06-15T10:00:00.000Z');
});
afterAll(() => environment.stop());

const urlOf = (queue: string) =>
  resolveQueueUrl(environment.clients.sqs, physicalName(environment.prefix, queue));

const put = async (queue: string, body: object, attributes: Record<string, string>): Promise<void> => {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  const QueueUrl = await urlOf(queue);
  await environment.clients.sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), MessageAttributes }),
  );
};

const take = async (queue: string) => {
  const { Messages = [] } = await environment.clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: await urlOf(queue),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      WaitTimeSeconds: 1,
    }),
  );
  return Messages;
};

const task = { version: '1.0', tenantId: 'acme', callId: 'c-1', groupId: 'Acme_EN' };
const because = { reason: 'TOO_MANY_RECEIVES', detail: 'OCP: 500', sourceQueue: 'downloads' };
const why = ['--reason', 'OCP is mended'];

describe('dlq', () => {
  it('says that all queues are empty, and ends with 3', async () => {
    const { status, said } = await environment.run('dlq', 'list');
    expect(status).toBe(3);
    expect(said).toMatch(/^downloads-dlq +0$/m);
  });

  it('lists, shows and leaves letters, sends those of a tenant back, and marks their calls', async () => {
    await put('downloads-dlq', task, { ...because, priority: 'high' });
    await put('downloads-dlq', { ...task, tenantId: 'other' }, because);
    expect((await environment.run('dlq', 'list')).said).toMatch(/^downloads-dlq +2$/m);

    const { said } = await environment.run('dlq', 'show', 'downloads-dlq', '--tenant', 'acme');
    expect(said.replaceAll(/\s+/g, ' ')).toContain('acme TOO_MANY_RECEIVES OCP: 500 c-1');

    const redrive = ['dlq', 'redrive', 'downloads-dlq', '--tenant', 'acme', ...why];
    expect((await environment.run(...redrive, '--dry-run')).said).toContain(
      'To be sent back to downloads: 1',
    );
    const { status, said: done } = await environment.run(...redrive);
    expect([status, done]).toEqual([0, expect.stringContaining('Messages sent back to downloads: 1.')]);

    const [sent, ...more] = await take('downloads');
    expect(more).toEqual([]);
    expect(JSON.parse(sent!.Body!)).toEqual(task);
    expect(Object.keys(sent!.MessageAttributes ?? {})).toEqual(['priority']);
    const record = await environment.stores.calls.get(keyOf('c-1'));
    expect(record?.lastManualAction).toMatchObject({ what: 'redrive', by: 'alice', reason: 'OCP is mended' });
    expect((await environment.run('dlq', 'list')).said).toMatch(/^downloads-dlq +1$/m);
  });

  it('hides the token of a task of the state machine, and sends it back with the task', async () => {
    const work = { version: '1.0', kind: 'create-export-job', tenantId: 'acme', reconciliationId: 'r-1' };
    await put('workflow-tasks-dlq', { ...work, taskToken: 'AAAA-secret-ZZZZ' }, because);
    const { said } = await environment.run('dlq', 'show', 'workflow-tasks-dlq', '--json');
    const { body } = JSON.parse(said) as { body: string };
    expect(JSON.parse(body)).toEqual({ ...work, taskToken: '[hidden]' });
    expect(said).not.toContain('secret');

    await environment.run('dlq', 'redrive', 'workflow-tasks-dlq', ...why);
    expect(JSON.parse((await take('workflow-tasks'))[0]!.Body!)).toMatchObject({
      taskToken: 'AAAA-secret-ZZZZ',
    });
  });

  it('keeps the bodies of discarded letters in the archive', async () => {
    await put('audit-dlq', { any: 'thing' }, { reason: 'UNREADABLE' });
    await put('audit-dlq', { other: 'thing' }, { reason: 'CONSUMERS_DIED' });
    const { said } = await environment.run(
      ...['dlq', 'discard', 'audit-dlq', '--with-reason', 'UNREADABLE', '--json', ...why],
    );
    const { action, discarded } = JSON.parse(said) as { action: string; discarded: number };
    expect(discarded).toBe(1);
    const [kept] = await environment.actionsOf(action);
    expect(kept).toMatchObject({ about: { messages: [{ body: '{"any":"thing"}' }] }, by: 'alice' });
    expect((await environment.run('dlq', 'list')).said).toMatch(/^audit-dlq +1$/m);
  });

  it('sends an undelivered window to the queue of its priority and to those of all windows', async () => {
    await put('reconciliation-events-undelivered', { payload: {} }, { priority: 'low' });
    const { said } = await environment.run(
      ...['dlq', 'redrive', 'reconciliation-events-undelivered', '--json', ...why],
    );
    expect(JSON.parse(said)).toMatchObject({ redriven: 1 });
    for (const queue of ['reconciliation-low', 'reconciliation-analytics', 'audit']) {
      expect((await take(queue)).some(({ Body }) => Body === '{"payload":{}}')).toBe(true);
    }
    expect(await take('reconciliation-normal')).toEqual([]);
  });

  it('leaves the letters visible that it does not take, also after wrong arguments', async () => {
    await put('downloads-high-dlq', task, because);
    await put('downloads-high-dlq', { ...task, callId: 'c-2' }, because);
    const redrive = ['dlq', 'redrive', 'downloads-high-dlq', '--limit', '1'];
    expect((await environment.run(...redrive, '--reason', '?')).status).toBe(2);
    expect((await environment.run(...redrive, ...why)).said).toContain('downloads-high: 1.');
    expect(
      (await environment.run('dlq', 'show', 'downloads-high-dlq', '--json')).said.split('\n'),
    ).toHaveLength(1);
  });

  it('sends the letters of a reason back from every queue', async () => {
    await put('downloads-dlq', task, { ...because, reason: 'OUTAGE of OCP' });
    await put('reconciliation-low-dlq', { payload: {} }, { ...because, reason: 'OUTAGE of OCP' });
    await put('reconciliation-low-dlq', { payload: {} }, because);
    const redrive = ['dlq', 'redrive', 'all', '--with-reason', 'OUTAGE', ...why];
    const { status, said } = await environment.run(...redrive);
    expect([status, said]).toEqual([0, expect.stringContaining('sent back to downloads: 1.')]);
    expect(said).toContain('sent back to reconciliation-low: 1.');
    expect([await take('downloads'), await take('reconciliation-low')].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    expect((await environment.run('dlq', 'list')).said).toMatch(/^reconciliation-low-dlq +1$/m);
    await environment.run('dlq', 'discard', 'reconciliation-low-dlq', ...why);
    expect((await environment.run(...redrive)).status).toBe(3);
  });

  it('reopens no call for a letter that only reports it to the archive', async () => {
    await put('audit-dlq', { type: 'call-changed', tenantId: 'acme', callId: 'c-9' }, because);
    await environment.addCall('c-9', '2026-06-15T10:00:00.000Z');
    const before = await environment.stores.calls.get(keyOf('c-9'));
    expect((await environment.run('dlq', 'redrive', 'audit-dlq', '--tenant', 'acme', ...why)).status).toBe(0);
    expect(await environment.stores.calls.get(keyOf('c-9'))).toEqual(before);
  });

  it('says by its exit status that a queue failed, also if others succeeded', async () => {
    const { sqs } = environment.clients;
    await put('downloads-dlq', task, { ...because, reason: 'HALF' });
    await put('audit-dlq', { half: true }, { ...because, reason: 'HALF' });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf('audit') }));
    const redrive = ['dlq', 'redrive', 'all', '--with-reason', 'HALF', ...why];
    const { status, said } = await environment.run(...redrive);
    expect([status, said]).toEqual([1, expect.stringContaining('sent back to downloads: 1.')]);
    expect(said).toContain('sent back to audit: 0. Failed, and still there: 1.');
    const alone = await environment.run('dlq', 'redrive', 'audit-dlq', '--with-reason', 'HALF', ...why);
    expect(alone.status).toBe(1);
  });

  it('goes on with the other queues if one cannot be counted, and names it', async () => {
    const { sqs } = environment.clients;
    await sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf('reconciliation-high-dlq') }));
    await put('downloads-dlq', task, { ...because, reason: 'GONE' });
    const redrive = ['dlq', 'redrive', 'all', '--with-reason', 'GONE', ...why];
    const { status, said, complaints } = await environment.run(...redrive);
    expect([status, said]).toEqual([1, expect.stringContaining('sent back to downloads: 1.')]);
    expect(complaints).toContain('reconciliation-high-dlq: ');

    const listed = await environment.run('dlq', 'list');
    expect([listed.status, listed.said]).toEqual([1, expect.stringMatching(/^downloads-dlq +\d+$/m)]);
    expect(listed.complaints).toMatch(/^reconciliation-high-dlq cannot be counted: .+ Fix: /m);
  });

  it.each([
    [['dlq', 'show', 'no-such'], 'QUEUE is "no-such"; expected one of: reconciliation-high-dlq'],
    [['dlq', 'redrive', 'reconciliation-failures', ...why], 'Use reopen for their calls'],
    [['dlq', 'redrive', 'audit-dlq', '--limit', '1000', ...why], '--limit is "1000"; expected 1 to 100'],
  ])('refuses %j', async (args, text) => {
    const { status, complaints } = await environment.run(...args);
    expect(status).toBe(2);
    expect(complaints).toContain(text);
  });
});
