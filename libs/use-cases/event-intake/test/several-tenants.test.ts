import { type Sender, TenantId } from '@recordings/call-record';
import { cdrEnd, cdrStart } from './cdr-events.ts';
import { never, recordToMemory } from './event-fixture.ts';

const tenants = ['acme', 'bolt'].map((id) => TenantId.parse(id));
/** One OCP of two tenants. */
const sender: Sender = {
  ...{ name: 'ocp-push', id: 'acme+bolt', tenants, soleTenant: undefined },
  mayWrite: (tenantId) => tenants.includes(tenantId) || tenantId === 'unknown:acme+bolt',
};
const NO_GROUP = { groupId: 'undefined' };
const send = async (memory: ReturnType<typeof recordToMemory>, ...events: object[]) =>
  memory.sendBody(JSON.stringify(events), never, sender);

describe('events of a sender of two tenants', () => {
  it.each([
    ['is missing', NO_GROUP],
    ['is mistyped', { groupId: 'acme_en' }],
  ])('go to the record of their call if their group %s', async (_, given) => {
    const memory = recordToMemory();
    await send(memory, cdrStart('c-1'));
    await send(memory, cdrEnd('c-1', given));
    expect([...memory.records.keys()]).toEqual(['acme#c-1']);
    expect(memory.records.get('acme#c-1')).toMatchObject({ groupId: 'Acme_EN', hasCdrEnd: true });
  });

  it('do so in one request', async () => {
    const memory = recordToMemory();
    await send(memory, cdrStart('c-1', { groupId: 'Bolt_EN' }), cdrEnd('c-1', NO_GROUP), cdrStart('c-2'));
    expect([...memory.records.keys()].sort()).toEqual(['acme#c-2', 'bolt#c-1']);
    expect(memory.records.get('bolt#c-1')).toMatchObject({ hasCdrEnd: true });
  });

  it('of two calls with one id stay apart in a request whose records are read together', async () => {
    const memory = recordToMemory();
    await send(memory, cdrEnd('c-1'), cdrEnd('c-1', { groupId: 'Bolt_EN' }), cdrEnd('c-2'));
    const groups = [...memory.records].map(([key, { groupId }]) => `${key} ${groupId}`);
    expect(groups.sort()).toEqual(['acme#c-1 Acme_EN', 'acme#c-2 Acme_EN', 'bolt#c-1 Bolt_EN']);
    expect(memory.steps).toContain('read 2');
  });

  it('go to the place of their sender if both tenants have a call of that id, or neither', async () => {
    const memory = recordToMemory();
    await send(memory, cdrStart('c-1'), cdrStart('c-1', { groupId: 'Bolt_EN' }));
    await send(memory, cdrEnd('c-1', NO_GROUP), cdrEnd('c-2', NO_GROUP));
    const own = ['unknown:acme+bolt#c-1', 'unknown:acme+bolt#c-2'];
    expect([...memory.records.keys()].sort()).toEqual(['acme#c-1', 'bolt#c-1', ...own]);
  });
});
