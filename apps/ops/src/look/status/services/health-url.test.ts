import { HealthUrl } from './health-url.ts';

describe('the address of a service', () => {
  it.each([
    ['pooler=http://pooler:9090', { service: 'pooler', url: 'http://pooler:9090' }],
    ['archiver=https://10.0.1.7:9090/', { service: 'archiver', url: 'https://10.0.1.7:9090' }],
    ['pooler=http://pooler/a=b', { service: 'pooler', url: 'http://pooler/a=b' }],
  ])('reads %s', (text, expected) => expect(HealthUrl.parse(text)).toEqual(expected));

  it.each([
    'pooler',
    'pooler=',
    'pooler=pooler:9090',
    'poler=http://pooler:9090',
    'pooler=ftp://pooler',
    '=http://a',
  ])('refuses %s, and says what is expected', (text) => {
    expect(HealthUrl.safeParse(text).error?.message).toContain(
      'is not {service}=http://{host}:{port} of ingestion-api',
    );
  });
});
