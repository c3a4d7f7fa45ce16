import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TIMEOUT_MS = 280_000;
const run = promisify(execFile);

const WHOLE = { missing: 0, duplicates: 0, corrupted: 0 };

/** Plays a day through all services. The stack reads LOCAL_AWS_ENDPOINT and the AWS variables of the environment. */
const playDay = (...options: readonly string[]) =>
  run(process.execPath, ['tools/start.js', ...options, '--port', '0', '--exit', '--json'], {
    cwd: ROOT,
    timeout: TIMEOUT_MS,
  });

const ledgerIn = ({ stdout }: { readonly stdout: string }): unknown =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1)!);

describe('the whole system', () => {
  it.each([
    ['messages', []],
    ['Step Functions', ['--profile', 'spec', '--orchestrator', 'step-functions']],
  ])(
    'stores every recording of a day of 100 calls whose push is lost one time in ten, driven by %s',
    async (_, options) => {
      const day = await playDay('--calls', '100', '--loss', '0.1', ...options);
      expect(ledgerIn(day)).toMatchObject({
        ...{ calls: 100, storedRealtime: 90, storedReconciled: 10, quarantined: 0 },
        ...WHOLE,
      });
    },
    TIMEOUT_MS,
  );

  it(
    'sweeps what was made while no push came, events neither',
    async () => {
      // No push comes on the second and the third of its five days. Both ended more than 26 hours ago.
      const script = ['--script', 'apps/ocp-simulator/scripts/push-outage.yaml', '--profile', 'enveloped'];
      const day = playDay('--calls', '40', '--loss', '0', '--span', '5d', '--sweep', ...script);
      await untilItSays(day.child.stderr!, /reconciling: .* [1-9]\d* missing/);
      for (const group of ['HB_Billing', 'HB_Support', 'NF_Claims', 'NF_Sales_EN', 'NF_Sales_ES'])
        await askForSweep(group);
      expect(ledgerIn(await day)).toMatchObject({ calls: 40, ...WHOLE });
    },
    TIMEOUT_MS,
  );
});

const askForSweep = (group: string) => {
  const range = ['--from', '4d', '--to', '2d', '--reason', 'no push came for two days'];
  return run(process.execPath, ['apps/ops/src/main.ts', 'sweep', '--group', group, ...range], { cwd: ROOT });
};

const untilItSays = async (output: NodeJS.ReadableStream, text: RegExp): Promise<void> => {
  let said = '';
  while (!text.test(said)) said += String(await once(output, 'data').then(([chunk]) => chunk as Buffer));
};
