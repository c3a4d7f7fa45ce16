import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseOptions, parsePlayOptions, stackFaults } from './options.ts';

const parse = (...args: string[]) => parseOptions(['node', 'main.ts', ...args]);

describe('options', () => {
  it('have defaults', () => {
    expect(parse()).toEqual({
      calls: 200,
      loss: 0.1,
      seed: 1,
      spanMs: 86_400_000,
      sweep: false,
      profile: 'omilia',
      auth: 'api-key',
      orchestrator: 'sqs',
      fault: [],
      exit: false,
      json: false,
    });
  });

  it('read spans, several faults and a folder', () => {
    expect(parse('--span', '90m', '--fault', 'http-429', 'tamper', '--audio', 'x')).toMatchObject({
      spanMs: 5_400_000,
      fault: ['http-429', 'tamper'],
      audio: 'x',
    });
  });

  it('have every fault of the simulator, and tamper', () => {
    const page = readFileSync('docs/simulator.md', 'utf8').split('## Scripts')[0]!;
    const ofSimulator = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, name]) => name);
    expect(stackFaults).toEqual([...ofSimulator, 'tamper']);
  });

  it('of play are those of the day and of the output', () => {
    const argv = ['node', 'main.ts', '--calls', '20', '--loss', '0.3', '--json'];
    expect(parsePlayOptions(argv)).toEqual({
      calls: 20,
      loss: 0.3,
      seed: 1,
      spanMs: 86_400_000,
      profile: 'omilia',
      fault: [],
      exit: false,
      json: true,
    });
  });

  it.each([
    [['play', '--port', '1'], "unknown option '--port'"],
    [['provision'], 'RESOURCE_PREFIX'],
    [['play', '--json'], 'OPERATOR_API_KEY'],
    [['--calls', '0'], '"0" is not an integer from 1 to 100000'],
    [['--loss', '1.5'], '"1.5" is not a number from 0 to 1'],
    [['--span', '1y'], '"1y" is not a duration from 5m to 40d'],
    [['--profile', 'other'], 'omilia, spec, enveloped'],
    [['--orchestrator', 'step-functions'], 'needs --profile spec, not omilia'],
    [['--fault', 'flood'], 'Allowed choices are'],
    [['--port', '70000'], '"70000" is not an integer from 0 to 65535'],
  ])('%j ends with a message that names the value and what is expected', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, ['apps/dev-stack/src/main.ts', ...args], {
      encoding: 'utf8',
      timeout: 25_000, // Ends a stack that starts against expectation: spawnSync blocks Jest.
      killSignal: 'SIGKILL',
    });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
