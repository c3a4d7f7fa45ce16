import { killServices, runService } from '../src/index.ts';

const main = new URL('printing-service.ts', import.meta.url);
afterEach(killServices);

describe('runService', () => {
  it('passes the given variables and the folder for compiled code alone, and reads what the service logs', async () => {
    const service = runService(main, { SAYS: 'fine' });
    expect(await service.monitoringUrl).toBe('http://here');
    await expect(service.url).rejects.toThrow('its line `listening` has no url');
    expect(service.logged('hello')).toEqual([{ event: 'hello', n: 1 }]);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe('SIGTERM');
    expect(service.said()).toBe('fine NODE_COMPILE_CACHE,SAYS');
  });

  it('rejects when the service ends before it listens', async () => {
    const service = runService(main, { SAYS: 'failing' });
    await expect(service.monitoringUrl).rejects.toThrow(
      'it ended with 3 before it listened: failing NODE_COMPILE_CACHE,SAYS',
    );
    expect(await service.ended).toBe(3);
    expect(service.logged('hello')).toHaveLength(1);
  });

  it('ends all services by killServices', async () => {
    const service = runService(main, { SAYS: 'fine' });
    await service.monitoringUrl;
    killServices();
    expect(await service.ended).toBe('SIGKILL');
  });
});
