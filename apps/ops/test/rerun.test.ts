import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { giveUpCall, isPending } from '@recordings/call-record';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

/** A pooler that notes what it is asked, and answers with this status. */
const pooler = { status: 200, asked: [] as { key: unknown; body: unknown }[] };
const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

let server: Server;
let environment: OpsEnvironment;
beforeAll(async () => {
  server = createServer((request, response) => {
    void textOf(request).then((text) => {
      pooler.asked.push({ key: request.headers['x-api-key'], body: JSON.parse(text) });
      response.writeHead(pooler.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ batchId: 'e-1', totalCallsFound: 2 }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  environment = await startEnvironment({
    POOLER_URL: `http://127.0.0.1:${port}`,
    POOLER_API_KEY: 'operator-key',
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await environment.stop();
});

const why = ['--reason', 'a hole of an hour'];
const expired = { code: 'RETENTION_EXPIRED', message: 'OCP has deleted the recording' };
const recordOf = (callId: string) => environment.stores.calls.get(keyOf(callId));
const range = (from: string, to: string) => [
  ...['rerun', '--tenant', 'acme', '--group', 'Acme_EN', '--from', `${from}:00Z`, '--to', `${to}:00Z`],
];

describe('rerun', () => {
  it('makes the missing and given-up calls of a range due, skips completed ones, and asks the pooler', async () => {
    for (const id of ['waits', 'lost', 'done']) await environment.addCall(id, '2026-06-10T10:30:00.000Z');
    await environment.addCall('outside', '2026-06-10T11:00:00.000Z');
    await environment.stores.calls.change(keyOf('lost'), giveUpCall(expired, contextAt(NOON)));
    await environment.storeCall('done');
    const { status, said } = await environment.run(...range('2026-06-10T10:00', '2026-06-10T11:00'), ...why);
    expect(status).toBe(0);
    expect(said).toContain('     2  due once they have ended\n     1  skipped: completed');
    expect(said).toContain('The pooler took them in execution e-1.');
    expect(isPending((await recordOf('lost'))!)).toBe(true);
    expect(await recordOf('waits')).toMatchObject({
      lastManualAction: { what: 'rerun', by: 'alice', reason: 'a hole of an hour' },
    });
    expect((await recordOf('outside'))?.lastManualAction).toBeUndefined();
    expect((await recordOf('done'))?.lastManualAction).toBeUndefined();
    const { key, body } = pooler.asked.at(-1)!;
    expect([key, body]).toEqual([
      'operator-key',
      {
        ...{ tenants: ['acme'], groups: ['Acme_EN'], callIds: expect.arrayContaining(['lost', 'waits']) },
        ...{ from: '2026-06-10T10:00:00.000Z', to: '2026-06-10T11:00:00.000Z' },
      },
    ]);
  });

  it('takes named calls, and says how many of each kind were skipped while the pooler is busy', async () => {
    await environment.addCall('named', '2026-06-11T10:00:00.000Z');
    pooler.status = 409;
    const { said } = await environment.run('rerun', '--tenant', 'acme', '--calls', 'named,nobody', ...why);
    pooler.status = 200;
    expect(said).toContain('     1  due once they have ended\n     1  skipped: there is no record of them');
    expect(said).toContain('the next one takes them');
  });

  it('changes nothing with --dry-run, and does not ask the pooler', async () => {
    await environment.addCall('dry', '2026-06-12T10:00:00.000Z');
    const asked = pooler.asked.length;
    const rerun = ['rerun', '--tenant', 'acme', '--calls', 'dry', ...why, '--dry-run', '--json'];
    expect(JSON.parse((await environment.run(...rerun)).said)).toMatchObject({
      ...{ dryRun: true, completed: 0, calls: [{ callId: 'dry', result: 'reopened' }] },
    });
    expect((await recordOf('dry'))?.lastManualAction).toBeUndefined();
    expect(pooler.asked).toHaveLength(asked);
  });

  it('ends with 3 if the range has no call to recover', async () => {
    expect(await environment.run(...range('2026-05-01T10:00', '2026-05-01T11:00'), ...why)).toMatchObject({
      status: 3,
    });
  });

  it.each([
    [['--calls', 'a', '--group', 'Acme_EN', '--from', '1d'], 'expected either --calls, or --group'],
    [['--group', 'Acme_EN'], 'expected either --calls, or --group'],
    [['--group', 'Acme', '--from', '1d'], '--group is "Acme"; expected one of the registry'],
    [['--calls', Array.from({ length: 101 }, (_, at) => `c-${at}`).join()], '--all proposes it'],
  ])('refuses wrong arguments and says why', async (args, expected) => {
    const { status, complaints } = await environment.run('rerun', '--tenant', 'acme', ...args, ...why);
    expect([status, complaints]).toEqual([2, expect.stringContaining(expected)]);
  });
});

describe('a proposal of more than 100 calls', () => {
  const ids = ['proposed', ...Array.from({ length: 100 }, (_, at) => `absent-${at}`)].join();
  const propose = async (): Promise<string> => {
    const rerun = ['rerun', '--tenant', 'acme', '--calls', ids, '--all', ...why, '--json'];
    return (JSON.parse((await environment.run(...rerun)).said) as { proposal: string }).proposal;
  };
  const approve = (actor: string, id: string, ...more: string[]) =>
    environment.runAs(actor, 'proposals', 'approve', id, '--reason', 'I have looked', ...more);

  it('changes nothing until another person approves it, and then names that person', async () => {
    await environment.addCall('proposed', '2026-06-13T10:00:00.000Z');
    const id = await propose();
    expect((await recordOf('proposed'))?.lastManualAction).toBeUndefined();
    expect((await environment.run('proposals', 'list')).said).toContain(id);
    const own = await approve('alice', id);
    expect([own.status, own.complaints]).toEqual([2, expect.stringContaining('another person must approve')]);
    expect((await approve('bob', id, '--dry-run')).said).toContain('     1  due once they have ended');
    expect((await recordOf('proposed'))?.lastManualAction).toBeUndefined();

    expect((await approve('bob', id)).said).toContain('   100  skipped: there is no record of them');
    expect(await recordOf('proposed')).toMatchObject({ lastManualAction: { what: 'rerun', by: 'bob' } });
    expect((await environment.run('proposals', 'list')).status).toBe(3);
    const third = await approve('carol', id);
    expect([third.status, third.complaints]).toEqual([2, expect.stringContaining('bob approved it')]);
    const actions = await environment.actionsOf();
    expect(actions).toContainEqual(
      expect.objectContaining({
        command: 'rerun',
        by: 'bob',
        about: expect.objectContaining({ proposal: { id, proposedBy: 'alice' } }),
      }),
    );
  });

  it('that does not exist cannot be approved', async () => {
    for (const id of ['2026-06-15-00000000', '../actions']) {
      expect(await approve('bob', id)).toMatchObject({ status: 3 });
    }
  });
});
