import { eventBridgeCron } from './event-bridge-cron.ts';

describe('eventBridgeCron', () => {
  it.each([
    ['0 */15 * * * *', 'cron(0/15 * * * ? *)'],
    ['*/15 * * * *', 'cron(0/15 * * * ? *)'],
    ['0 5,35 8-18 * * 1-5', 'cron(5,35 8-18 ? * MON-FRI *)'],
    ['0 0 */2 * * 0', 'cron(0 0/2 ? * SUN *)'],
    ['0 0 3 * * 7', 'cron(0 3 ? * SUN *)'],
    ['0 0 3 1 */3 ?', 'cron(0 3 1 1/3 ? *)'],
    ['0 0 3 */2 * *', 'cron(0 3 1/2 * ? *)'],
    ['0 0 3 ? * mon', 'cron(0 3 ? * mon *)'],
    ['0 0 3 * * 1,3,5', 'cron(0 3 ? * MON,WED,FRI *)'],
  ])('translates %s into %s', (expression, expected) => {
    expect(eventBridgeCron(expression)).toBe(expected);
  });

  it.each([
    ['30 */15 * * * *', /second 0 only/],
    ['* * * * * *', /second 0 only/],
    ['0 0 3 1 * 1', /both day and weekday/],
    ['* * *', /3 fields, expected 5 or 6/],
    ['0 0 3 * * 5#2', /"5#2" cannot be translated/],
  ])('refuses %s', (expression, why) => {
    expect(() => eventBridgeCron(expression)).toThrow(why);
  });
});
