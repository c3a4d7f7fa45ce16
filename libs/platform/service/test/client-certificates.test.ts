import { startTestAuth, type TestAuth } from './start-test-auth.ts';

const SUBJECT = 'CN=ocp.acme.example,O=Acme,C=ES';
const ISSUER = 'CN=Acme CA,O=Acme,C=ES';
const granted = { name: 'acme-ocp', tenants: ['acme'], scopes: ['events:write'] };
const entry = { ...granted, certificates: [{ subject: SUBJECT, issuer: ISSUER }] };
const SUBJECT_HEADER = 'x-amzn-mtls-clientcert-subject';
const ISSUER_HEADER = 'x-amzn-mtls-clientcert-issuer';
const shown = { [SUBJECT_HEADER]: SUBJECT, [ISSUER_HEADER]: ISSUER };

let auth: TestAuth;
const start = async (
  entries: object[],
  MTLS_TRUSTED_PROXIES = '10.0.0.0/16, 2001:db8::/32',
): Promise<void> => {
  auth = await startTestAuth(entries, { MTLS_TRUSTED_PROXIES });
};
afterEach(() => auth.stop());
const ask = async (headers: Readonly<Record<string, string>>, peerAddress: string | undefined = '10.0.3.7') =>
  auth.authenticate({ headers, peerAddress });
const none = { kind: 'refused', message: 'a valid X-API-Key header is required' };

describe('the client certificate that a load balancer verified', () => {
  it.each(['10.0.3.7', '::ffff:10.0.3.7', '2001:db8::1'])('identifies its caller, from %s', async (peer) => {
    await start([entry]);
    expect(await ask(shown, peer)).toEqual({ kind: 'accepted', credential: granted });
    expect(await auth.metric('credential_uses_total{credential="acme-ocp",key="certificate"}')).toBe(1);
  });

  it.each(['10.1.0.1', '127.0.0.1', '::1', '::ffff:10.1.0.1', '2001:db9::1', '', 'rubbish'])(
    'is ignored from %s, which is no trusted proxy',
    async (peer) => {
      await start([entry]);
      expect(await ask(shown, peer)).toMatchObject(none);
      expect(await ask({ ...shown, 'x-forwarded-for': '10.0.3.7' }, peer)).toMatchObject(none);
    },
  );

  it('is ignored without trusted proxies, and from a connection that has gone', async () => {
    await start([entry], '');
    expect(await ask(shown)).toMatchObject(none);
    expect(await auth.authenticate({ headers: shown, peerAddress: undefined })).toMatchObject(none);
  });

  it.each([
    ['another subject', { ...shown, [SUBJECT_HEADER]: `${SUBJECT} ` }],
    ['another case', { ...shown, [SUBJECT_HEADER]: SUBJECT.toLowerCase() }],
    ['a subject that contains a known one', { ...shown, [SUBJECT_HEADER]: `CN=x,${SUBJECT}` }],
    ['a header that came twice', { ...shown, [SUBJECT_HEADER]: `CN=x, ${SUBJECT}` }],
    ['an empty subject', { ...shown, [SUBJECT_HEADER]: '' }],
    ['the same subject of another CA', { ...shown, [ISSUER_HEADER]: 'CN=Other CA' }],
    ['no issuer', { [SUBJECT_HEADER]: SUBJECT }],
  ])('is refused with %s', async (_, headers) => {
    await start([entry]);
    expect(await ask(headers)).toMatchObject({ message: 'the client certificate is of no credential' });
    expect(await auth.metric('authentication_refusals_total{method="certificate",reason="unknown"}')).toBe(1);
  });

  it('is not read in passthrough mode, in which no one has verified it', async () => {
    await start([entry]);
    expect(await ask({ 'x-amzn-mtls-clientcert': encodeURIComponent(SUBJECT) })).toMatchObject(none);
  });

  it('does not help a wrong key', async () => {
    await start([entry]);
    expect(await ask({ ...shown, 'x-api-key': 'wrong' })).toMatchObject(none);
  });
});

describe('MTLS_TRUSTED_PROXIES', () => {
  it.each(['10.0.0.0/33', '10.0.0/8', 'proxy.example', '10.0.0.1/0', '10.0.0.1/', '10.0.0.0/8/8'])(
    'refuses %s',
    async (range) => {
      await expect(startTestAuth([entry], { MTLS_TRUSTED_PROXIES: range })).rejects.toThrow(/range/);
    },
  );
});
