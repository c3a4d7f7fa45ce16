import { waitUntil } from '@recordings/test-kit';
import { good, refused, startTestIssuer } from './start-test-issuer.ts';

const idp = await startTestIssuer();
const { state, issuer, start, sign, ask } = idp;

describe('the keys of an issuer', () => {
  it('are read once, and again for a token of a new key', async () => {
    await start(issuer());
    const tokens = await Promise.all([sign(), sign(), sign()]);
    await Promise.all(tokens.map((token) => ask(token)));
    expect(state.asked).toBe(1);
    state.published = ['one', 'two'];
    state.elapsedMs = 31_000;
    expect(await ask(await sign(good, { kid: 'two' }))).toMatchObject({ kind: 'accepted' });
    expect(await ask(await sign())).toMatchObject({ kind: 'accepted' });
    expect(state.asked).toBe(2);
  });

  it('are asked for at most once in 30 s, however many unknown keys are named', async () => {
    await start(issuer());
    await ask(await sign());
    state.elapsedMs = 31_000;
    for (let n = 0; n < 20; n++) {
      const token = await sign(good, { kid: `unknown-${n}` }, 'stranger');
      if (n === 0) expect(await ask(token)).toEqual(refused('unknown key'));
      else expect(await ask(token)).toMatchObject({ kind: 'unavailable', isKeyUnknown: true });
    }
    expect(state.asked).toBe(2);
  });

  it('that were just read leave it open whether a newer key is right: the sender sends again', async () => {
    await start(issuer());
    await ask(await sign());
    state.elapsedMs = 40_000;
    await ask(await sign(good, { kid: 'invented' }, 'stranger'));
    state.published = ['one', 'two'];
    state.elapsedMs = 52_500;
    const token = await sign(good, { kid: 'two' });
    expect(await ask(token)).toEqual({
      kind: 'unavailable',
      message: 'the key of the token is not known yet; send it again',
      retryAfterS: 18,
      isKeyUnknown: true,
    });
    const refusals = 'authentication_refusals_total{method="token",reason="key not yet known"}';
    expect(await idp.auth().metric(refusals)).toBe(1);
    state.elapsedMs += 18_000;
    expect(await ask(token)).toMatchObject({ kind: 'accepted' });
    expect(state.asked).toBe(3);
  });

  it('that are being read when a newer key comes leave it open, too', async () => {
    await start(issuer());
    await ask(await sign());
    state.elapsedMs = 31_000;
    const invented = await sign(good, { kid: 'invented' }, 'stranger');
    const answers = await Promise.all([ask(invented), ask(await sign(good, { kid: 'two' }))]);
    expect(answers).toMatchObject([refused('unknown key'), { kind: 'unavailable', retryAfterS: 30 }]);
    expect(state.asked).toBe(2);
  });

  it('stay in use when they are old and the issuer is down', async () => {
    await start(issuer());
    await ask(await sign());
    const failures = () => idp.auth().metric('jwks_failures_total{issuer="idp"}');
    for (const [before, failure] of (['down', 'rubbish', 'elsewhere'] as const).entries()) {
      state.answer = failure;
      state.elapsedMs += 700_000;
      expect(await ask(await sign())).toMatchObject({ kind: 'accepted' });
      await waitUntil('the reading has failed', async () => (await failures()) === before + 1);
    }
    expect(state.asked).toBe(4);
  });

  it('that cannot be read make a token neither right nor wrong', async () => {
    state.answer = 'down';
    await start(issuer());
    const token = await sign();
    for (let n = 0; n < 20; n++) {
      expect(await ask(token)).toMatchObject({
        kind: 'unavailable',
        message: expect.stringMatching('again'),
      });
    }
    expect(state.asked).toBe(1);
    expect(idp.auth().logged()).not.toContain(token);
    state.answer = 'keys';
    state.elapsedMs = 6_000;
    expect(await ask(token)).toMatchObject({ kind: 'accepted' });
  });

  it('that cannot be read leave it open whether a new key is right', async () => {
    await start(issuer());
    await ask(await sign());
    state.answer = 'down';
    state.elapsedMs = 31_000;
    expect(await ask(await sign(good, { kid: 'two' }))).toMatchObject({ kind: 'unavailable' });
    expect(await ask(await sign())).toMatchObject({ kind: 'accepted' });
  });
});
