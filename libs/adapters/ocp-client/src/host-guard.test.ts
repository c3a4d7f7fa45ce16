import { OcpForbiddenHostError, OcpInsecureUrlError } from '@recordings/reconciliation';
import { makeHostGuard } from './host-guard.ts';

const endpoint = {
  baseUrl: 'https://OCP.example/api',
  allowedDownloadHosts: ['Files.example', 'cdn.example:8443'],
};
const guard = makeHostGuard({ ...endpoint, isHttpAllowed: false });

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

  it.each([
    'http://ocp.example/x',
    'http://files.example/x',
    'HTTP://ocp.example:443/x',
    'http://evil.example/x',
  ])('refuses the plain %s, which will not get better by itself', (url) => {
    const refused = expect(() => guard('download', new URL(url)));
    refused.toThrow(OcpInsecureUrlError);
    refused.toThrow(expect.objectContaining({ code: 'OCP_INSECURE_URL', fault: 'permanent' }));
  });

  it('allows http only to the hosts that are allowed, where http is allowed at all', () => {
    const local = makeHostGuard({ ...endpoint, isHttpAllowed: true });
    for (const url of ['http://ocp.example/x', 'http://files.example/x', 'https://files.example/x'])
      expect(() => local('download', new URL(url))).not.toThrow();
    for (const url of ['http://evil.example/x', 'file:///etc/passwd', 'ftp://ocp.example/x'])
      expect(() => local('download', new URL(url))).toThrow(OcpForbiddenHostError);
  });

  it.each([
    'https://169.254.169.254',
    'https://[fe80::1]',
    'https://[::ffff:169.254.170.2]',
    'https://2852039166',
  ])('refuses the link-local %s, even if it is the base URL', (baseUrl) => {
    const named = makeHostGuard({ ...endpoint, baseUrl, isHttpAllowed: false });
    expect(() => named('download', new URL(baseUrl))).toThrow(OcpForbiddenHostError);
  });

  it('refuses a plain base URL too', () => {
    const plain = makeHostGuard({ ...endpoint, baseUrl: 'http://ocp.example', isHttpAllowed: false });
    expect(() => plain('createJob', new URL('http://ocp.example/x'))).toThrow(OcpInsecureUrlError);
  });
});
