import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { makeAwsClients } from './aws-clients.ts';
import { removeResources } from './remove-resources.ts';
import { type LocalAws, startLocalAws } from './start-local-aws.ts';

type Request = readonly [operation: string | undefined, body: unknown];

/** The emulators have no EventBridge. Like it, this one refuses to delete a rule that has targets. */
const startEvents = async (requests: Request[]): Promise<Server> => {
  let targets = [{ Id: 'workers', Arn: 'arn:aws:sqs:us-east-1:000000000000:mine-workflow-tasks' }];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    requests.push([operation, await json(request)]);
    const isRefused = operation === 'DeleteRule' && targets.length > 0;
    if (operation === 'RemoveTargets') targets = [];
    const found = { Rules: [{ Name: 'mine-workflow-ended' }], Targets: targets, FailedEntryCount: 0 };
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(isRefused ? { __type: 'ValidationException' } : found));
  };
  const server = createServer((...exchange) => void answer(...exchange)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

describe('removeResources', () => {
  const requests: Request[] = [];
  let aws: LocalAws;
  let events: Server;

  beforeAll(async () => {
    aws = await startLocalAws();
    events = await startEvents(requests);
  });
  afterAll(async () => {
    events.close();
    await aws.stop();
  });

  it('removes the rules of the prefix after their targets', async () => {
    const { port } = events.address() as AddressInfo;
    const clients = makeAwsClients({
      ...aws.clientConfig,
      events: {
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
    });
    await removeResources(clients, 'mine');
    expect(requests).toEqual([
      ['ListRules', { NamePrefix: 'mine-' }],
      ['ListTargetsByRule', { Rule: 'mine-workflow-ended' }],
      ['RemoveTargets', { Rule: 'mine-workflow-ended', Ids: ['workers'] }],
      ['DeleteRule', { Name: 'mine-workflow-ended' }],
    ]);
    for (const one of Object.values(clients)) one.destroy();
  });
});
