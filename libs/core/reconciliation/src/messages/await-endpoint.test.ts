import { awaitEndpoint } from './await-endpoint.ts';

const ours = 'https://ocp.example/api/v1';
const postponed = { kind: 'postpone', delayS: 300, reason: 'OCP_ENDPOINT_DIFFERS' };

describe('awaitEndpoint', () => {
  it.each([undefined, ours, 'HTTPS://OCP.example:443/api/v1/'])('takes a window for %s', (ocpEndpoint) => {
    expect(awaitEndpoint({ ocpEndpoint }, ours, undefined)).toBeUndefined();
  });

  it.each([
    'https://other.example/api/v1',
    'https://ocp.example.evil.example/api/v1',
    'https://ocp.example:8443/api/v1',
    'https://ocp.example/api/v2',
    'http://ocp.example/api/v1',
    'ocp.example',
    '',
  ])('postpones a window for %j', (ocpEndpoint) => {
    expect(awaitEndpoint({ ocpEndpoint }, ours, undefined)).toEqual(postponed);
  });

  it('dead-letters it after six hours, without the credentials of either URL', () => {
    const named = { ocpEndpoint: 'https://user:secret@other.example/?key=secret' };
    const refused = awaitEndpoint(named, ours, { reason: 'OCP_ENDPOINT_DIFFERS', times: 72 });
    expect(refused).toEqual({
      kind: 'dead-letter',
      reason:
        'OCP_ENDPOINT_DIFFERS: the event names https://other.example, we ask https://ocp.example/api/v1',
    });
  });
});
