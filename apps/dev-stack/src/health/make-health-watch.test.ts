import { startServer, type TestServer } from '@recordings/test-kit';
import { makeHealthWatch } from './make-health-watch.ts';

/** A service whose answers the test changes. */
const startFakeService = async () => {
  const state = { errors: {} as Record<string, string>, failedPolls: 0 };
  const server = await startServer((request, response) => {
    if (request.url === '/metrics')
      return void response.end(`polls_failed_total{queue="downloads",service="x"} ${state.failedPolls}\n`);
    const names = Object.keys(state.errors);
    response.writeHead(names.length === 0 ? 200 : 503).end(
      JSON.stringify({
        status: names.length === 0 ? 'ready' : 'not_ready',
        checks: { callRecords: true, ...Object.fromEntries(names.map((name) => [name, false])) },
        errors: state.errors,
      }),
    );
  });
  return { state, server };
};

describe('makeHealthWatch', () => {
  let server: TestServer;
  let state: Awaited<ReturnType<typeof startFakeService>>['state'];
  let lines: string[];
  let watch: ReturnType<typeof makeHealthWatch>;
  beforeEach(async () => {
    ({ server, state } = await startFakeService());
    lines = [];
    const service = {
      name: 'downloader',
      monitoringUrl: () => server.url,
    };
    watch = makeHealthWatch([service], (line) => lines.push(line));
  });
  afterEach(() => server.stop());

  it('says nothing while the service is ready and the day moves', async () => {
    for (const stillMs of [0, 1_000, 0, 2_000]) await watch.look(stillMs);
    expect(lines).toEqual([]);
  });

  it('reports a service that is not ready three times in a row, with its error, and its recovery', async () => {
    state.errors = { downloads: 'connect ECONNREFUSED 127.0.0.1:9' };
    for (let look = 1; look <= 5; look += 1) await watch.look(0);
    const report = ' ! downloader is not ready: failing checks: downloads (connect ECONNREFUSED 127.0.0.1:9)';
    expect(lines).toEqual([report]);
    state.errors = {};
    await watch.look(0);
    expect(lines).toEqual([report, ' ! downloader is ready again']);
  });

  it('does not report a restart: fewer than three looks', async () => {
    state.errors = { downloads: 'starting' };
    for (let look = 1; look <= 2; look += 1) await watch.look(0);
    state.errors = {};
    for (let look = 1; look <= 3; look += 1) await watch.look(0);
    expect(lines).toEqual([]);
  });

  it('explains a day that does not move: the last error, and which counters of failures grew', async () => {
    state.failedPolls = 7;
    await watch.look(0);
    state.failedPolls = 150;
    state.errors = { downloads: 'connect ECONNREFUSED' };
    await watch.look(14_000);
    expect(lines).toEqual([]);
    await watch.look(16_000);
    expect(lines.at(-1)).toBe(
      [
        ' ! No call was played or stored for 16 s. What the services report:',
        '     downloader: not ready: failing checks: downloads (connect ECONNREFUSED)',
        '       polls_failed_total{queue="downloads"} +143',
      ].join('\n'),
    );
    const said = lines.length;
    await watch.look(40_000);
    expect(lines).toHaveLength(said + 1); // The third look without readiness.
    await watch.look(46_000);
    expect(lines.at(-1)).toContain('for 46 s');
  });

  it('lists the services that are ready and count no failure on one line', async () => {
    await watch.look(0);
    expect(watch.explain(90_000)).toContain('\n     ready, without failures: downloader');
  });

  it('says that a service does not answer', async () => {
    await server.stop();
    await watch.look(0);
    expect(watch.explain(20_000)).toContain('downloader: not ready: it does not answer (ECONNREFUSED)');
    ({ server, state } = await startFakeService());
  });
});
