import { deadLetterQueues, queues } from '@recordings/topology';
import { alarms } from './alarms.ts';

describe('the table of alarms', () => {
  it('has ids in kebab-case, each once, because each names a runbook page', () => {
    const ids = alarms.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('says in one sentence what each alarm means', () => {
    for (const { means } of alarms) expect(means).toMatch(/^[A-Z5][^.]*\.$/);
  });

  it.each([
    'Alta acumulación, High backlog',
    'Fallo masivo',
    'OCP no disponible',
    'Pooler no ejecuta, Pooler not executing',
    'Publish failures',
    'High latency',
    'DynamoDB errors',
    'Dead letter handling',
    '50% tasa de error en 10 minutos',
  ])('has the alert of the requirement documents: %s', (row) => {
    expect(alarms.filter(({ source }) => source.endsWith(row))).toHaveLength(1);
  });

  it('watches every dead-letter queue', () => {
    const { condition } = alarms.find(({ id }) => id === 'dead-letter-queue-not-empty')!;
    expect(condition).toMatchObject({ queues: deadLetterQueues.map(({ name }) => name), above: 0 });
  });

  it('watches the age of every queue but the one of analytics, which is opt-in', () => {
    const watched = alarms.flatMap(({ condition }) =>
      condition.kind === 'queue' && condition.metric === 'ApproximateAgeOfOldestMessage'
        ? condition.queues
        : [],
    );
    const { analytics, ...others } = queues;
    expect(new Set(watched)).toEqual(new Set(Object.values(others).map(({ name }) => name)));
    expect(watched).not.toContain(analytics.name);
  });
});
