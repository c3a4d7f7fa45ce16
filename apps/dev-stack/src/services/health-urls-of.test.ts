import { healthUrlsOf } from './health-urls-of.ts';

const serviceAt = (name: string, monitoringUrl?: string) => ({
  name,
  addresses: () => (monitoringUrl === undefined ? undefined : { monitoringUrl }),
});

describe('healthUrlsOf', () => {
  it('names every service that listens, and not the simulator', () => {
    const services = [
      serviceAt('pooler', 'http://127.0.0.1:1'),
      serviceAt('ocp-simulator', 'http://127.0.0.1:2'),
      serviceAt('archiver'),
      serviceAt('downloader', 'http://127.0.0.1:3'),
    ];
    expect(healthUrlsOf(services)).toBe('pooler=http://127.0.0.1:1,downloader=http://127.0.0.1:3');
  });
});
