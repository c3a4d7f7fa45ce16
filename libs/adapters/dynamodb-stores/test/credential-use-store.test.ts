import { startProvisionedAws } from '@recordings/local-aws';
import { makeStores } from '../src/make-stores.ts';

const name = { service: 'ingestion-api', credential: 'ocp', key: '2026' };

describe('the store of the uses of API keys', () => {
  let local: Awaited<ReturnType<typeof startProvisionedAws>>;
  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  it('keeps the last use of each key, to the hour, whichever task reports it', async () => {
    const store = () =>
      makeStores(local.clients.dynamodb, local.prefix, async () => undefined).credentialUses;
    expect(await store().get(name)).toBeUndefined();
    await store().record(name, '2026-06-15T12:00:00.000Z');
    await store().record({ ...name, key: '2027' }, '2026-06-15T12:30:00.000Z');
    await store().record(name, '2026-06-15T14:10:00.000Z');
    await store().record(name, '2026-06-15T13:00:00.000Z');
    expect(await store().get(name)).toMatchObject({ usedAt: '2026-06-15T14:10:00.000Z', revision: 2 });
    expect(await store().get({ ...name, key: '2027' })).toMatchObject({
      usedAt: '2026-06-15T12:30:00.000Z',
    });
  });
});
