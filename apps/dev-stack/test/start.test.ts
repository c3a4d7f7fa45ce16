import { spawnSync } from 'node:child_process';

/** Starts `npm start`'s script under a Node that reports this version. */
const startUnder = (version: string) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  return spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'tools/start.js', '--help'],
    { encoding: 'utf8' },
  );
};

describe('tools/start.js', () => {
  it.each(['14.21.3', '20.20.2', '23.11.0'])('refuses Node %s in one sentence', (version) => {
    const { status, stdout, stderr } = startUnder(version);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      new RegExp(`^npm start needs Node 24 or newer, and .+ is Node ${version}: install Node 24.+\\n$`),
    );
  });

  it('starts the stack under a Node that is new enough', () => {
    const { status, stdout } = spawnSync(process.execPath, ['tools/start.js', '--help'], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm start --');
  });
});
