import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TIMEOUT_MS = 280_000;

describe('the whole system', () => {
  it('stores every recording of a day of 100 calls whose push is lost one time in ten', async () => {
    // The stack reads LOCAL_AWS_ENDPOINT and the AWS variables of the environment.
    const day = ['--calls', '100', '--loss', '0.1', '--port', '0', '--exit', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, ['tools/start.js', ...day], {
      cwd: ROOT,
      timeout: TIMEOUT_MS,
    });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({
      calls: 100,
      storedRealtime: 90,
      storedReconciled: 10,
      missing: 0,
      duplicates: 0,
      corrupted: 0,
      quarantined: 0,
    });
  });
});
