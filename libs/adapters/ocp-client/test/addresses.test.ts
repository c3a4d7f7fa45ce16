import type { LookupFunction } from 'node:net';
import { OcpForbiddenHostError } from '@recordings/reconciliation';
import { caught, makeClient, never, readAll } from './client-fixture.ts';
import { bytes, type OcpServer, startOcpServer } from './ocp-server.ts';

describe('the address of a host', () => {
  let server: OcpServer;
  const toLoopback: LookupFunction = (_, { all }, callback) =>
    all === true ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
  const clientOf = (privateHosts: string[]) => {
    const baseUrl = `http://ocp.example:${new URL(server.baseUrl).port}`;
    return makeClient(baseUrl, { privateHosts, lookup: toLoopback, retryDelaysMs: [1] });
  };

  beforeEach(async () => {
    server = await startOcpServer();
    server.answer(bytes('RIFF'));
  });
  afterEach(() => server.stop());

  it('is checked when it is connected to, and refused with a visible outcome', async () => {
    const { client, samples } = clientOf([]);
    const error = await caught(client.download('j', 'r', never()));
    expect(error).toBeInstanceOf(OcpForbiddenHostError);
    expect(error.message).toContain('ocp.example has the address 127.0.0.1');
    expect(samples).toMatchObject([{ operation: 'recordingFile', outcome: 'OCP_FORBIDDEN_HOST' }]);
    expect(server.seen).toHaveLength(0);
  });

  it('may be private if the configuration names the host', async () => {
    const { body } = await clientOf(['ocp.example']).client.download('j', 'r', never());
    expect((await readAll(body)).toString()).toBe('RIFF');
  });
});
