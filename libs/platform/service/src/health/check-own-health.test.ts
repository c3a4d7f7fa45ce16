import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkOwnHealth } from './check-own-health.ts';

const listen = async (status: number) => {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, paths, MONITORING_PORT: String((server.address() as AddressInfo).port) };
};

describe('checkOwnHealth', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('turns the answer %i into exit code %i', async (status, exitCode) => {
    const { server, paths, MONITORING_PORT } = await listen(status);
    expect(await checkOwnHealth({ MONITORING_PORT })).toBe(exitCode);
    expect(paths).toEqual(['/health/live']);
    server.close();
  });

  it('is 1 if the service does not listen', async () => {
    const { server, MONITORING_PORT } = await listen(200);
    await new Promise((resolve) => server.close(resolve));
    expect(await checkOwnHealth({ MONITORING_PORT })).toBe(1);
  });
});
