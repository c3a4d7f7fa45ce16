import { OcpForbiddenHostError } from '@recordings/reconciliation';
import { makeHostGuard } from './host-guard.ts';

const guard = makeHostGuard({
  baseUrl: 'https://OCP.example/api',
  allowedDownloadHosts: ['Files.example', 'cdn.example:8443'],
});

describe('makeHostGuard', () => {
  it.each([
    'https://ocp.example/x',
    'https://ocp.example:443/x',
    'https://files.example/x',
    'https://cdn.example:8443/x',
  ])('allows %s', (url) => {
    expect(() => guard('download', new URL(url))).not.toThrow();
  });

  it.each([
    'http://ocp.example/x',
    'https://ocp.example:8080/x',
    'https://evil-ocp.example/x',
    'https://ocp.example.evil/x',
    'https://ocp.example@evil/x',
    'https://cdn.example/x',
    'file:///etc/passwd',
    'https://127.0.0.1/x',
  ])('refuses %s', (url) => {
    expect(() => guard('download', new URL(url))).toThrow(OcpForbiddenHostError);
  });

  it('allows https if the base URL is http, as a local one is', () => {
    const local = makeHostGuard({ baseUrl: 'http://127.0.0.1:1', allowedDownloadHosts: ['files.example'] });
    expect(() => local('download', new URL('https://files.example/x'))).not.toThrow();
  });
});
