import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { cdrEnd, cdrStart } from './call-events.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const ROOT = new URL('../../../', import.meta.url);
const DAY_MS = 86_400_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.postEvents([cdrStart('c-1'), cdrEnd('c-1')]);
});
afterAll(() => api.stop());

/** The commands of the page, as they are there, for a tenant of these tests. */
const readCommands = async (): Promise<string[]> => {
  const page = await readFile(new URL('docs/questions.md', ROOT), 'utf8');
  const blocks = [...page.matchAll(/```sh\n([^`]+)```/g)].map(([, command]) => command!);
  return blocks
    .filter((command) => command.startsWith('curl '))
    .map((one) => one.replaceAll('northfield', 'acme'));
};

describe('docs/questions.md', () => {
  it('has commands that answer as the page says', async () => {
    const commands = await readCommands();
    const answers = await Promise.all(
      commands.map(async (command) => {
        const { stdout } = await execa('bash', ['-c', command], {
          env: { API: api.url, KEY: keys.console, CALL_ID: 'c-1' },
        });
        return JSON.parse(stdout) as object;
      }),
    );
    expect(answers).toMatchObject([
      { calls: [{ callId: 'c-1', state: 'missing' }] },
      {
        callId: 'c-1',
        status: { state: 'missing' },
        timeline: [{ event: 'CDR_START' }, { event: 'CDR_END' }],
      },
      { hours: 24, groups: [{ group: 'Acme_EN', completeness: 'unconfirmed' }] },
    ]);
  });

  it('names a typed client that lists the missing calls of yesterday, with reason and next step', async () => {
    const startedMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
    for (const id of ['yesterday-1', 'yesterday-2'])
      await api.postEvents({ ...cdrStart(id), timestamp: new Date(startedMs).toISOString() });
    const example = new URL('examples/typed-client/list-missing-calls.ts', ROOT).pathname;
    const { stdout } = await execa(process.execPath, [example, 'acme'], {
      env: { API: api.url, KEY: keys.console },
    });
    const lines = stdout.split('\n').sort();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /yesterday-1: no end event of the call has come, .*, since .* We wait for its end event/,
    );
    const refused = await execa(process.execPath, [example, 'bolt'], {
      env: { API: api.url, KEY: keys.console },
      reject: false,
    });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('TENANT_FORBIDDEN');
  });
});
