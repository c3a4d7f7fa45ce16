import { loadStage, parseSettings, stageNames } from './load-stage.ts';
import { dev } from './stages/dev.ts';

/** The settings of dev with other values, by paths such as `services.ocp.baseUrl`. */
const devWith = (changes: Readonly<Record<string, unknown>>): unknown => {
  const settings = structuredClone(dev) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const place = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, settings);
    place[last] = value;
  }
  return settings;
};

describe('loadStage', () => {
  it.each(stageNames)('gives %s the lines of business of its registry', (name) => {
    expect(loadStage(name)).toMatchObject({ name, linesOfBusiness: ['insurance', 'claims', 'telecom'] });
  });

  it('names the stages that exist', () => {
    expect(() => loadStage('production')).toThrow('stage: production, expected one of dev, prod');
    expect(() => loadStage('toString')).toThrow('stage: toString, expected one of dev, prod');
  });

  it('gives each stage another prefix, because the names of buckets are global at AWS', () => {
    expect(new Set(stageNames.map((name) => loadStage(name).prefix)).size).toBe(stageNames.length);
  });

  it('gives prod maxima of 10, 5 and 2 reconciler workers by priority', () => {
    const { tasks } = loadStage('prod').services.reconcilerWorker;
    expect([tasks.high.max, tasks.normal.max, tasks.low.max]).toEqual([10, 5, 2]);
  });

  it('retains the data of prod', () => {
    expect(loadStage('prod').data.retain).toBe(true);
  });
});

describe('parseSettings', () => {
  it.each([
    ['prefix', 'Prod', 'expected 3 to 20 of a-z, 0-9 and "-"'],
    ['account', '123', 'expected 12 digits'],
    ['region', 'Europe', 'expected a region, like eu-west-1'],
    ['data.accessLogDays', 0, 'expected a whole number from 1 to 3650'],
    [
      'data.objectLock',
      { mode: 'GOVERNANCE', days: 0 },
      'expected a whole number from 1 to 3650',
      'data.objectLock.days: 0',
    ],
    [
      'data.readers',
      { claims: ['someone'] },
      'expected an ARN, like arn:aws:iam::111111111111:role/quality-team',
      'data.readers.claims.0: "someone"',
    ],
    ['network.vpcCidr', '10.20.0.0', 'expected a range of IPv4 addresses, like 10.20.0.0/16'],
    ['network.availabilityZones', ['eu-west-1a'], 'expected at least two zones'],
    ['network.flowLogDays', 2, 'expected one of the days that CloudWatch Logs offers: 1, 3, 5'],
    ['services.imageVersion', 'a b', 'expected a tag or a sha256: digest'],
    ['services.ocp.baseUrl', 'http://ocp.example', 'expected an https address'],
    ['services.ingestionApi.certificateArn', 'arn:aws:iam::1:x', 'expected an ARN, like arn:aws:acm:'],
    ['services.ingestionApi.drainSeconds', 3_601, 'expected a whole number from 0 to 3600'],
    ['services.reconcilerWorker.orchestrator', 'lambda', 'expected sqs or step-functions'],
    ['services.downloader.tasks', { min: 3, max: 2 }, 'min is greater than max'],
    [
      'services.downloader.size',
      { cpu: 300, memoryMiB: 512 },
      'expected one of 256, 512, 1024',
      'services.downloader.size.cpu: ',
    ],
    [
      'services.archiver.size',
      { cpu: 256, memoryMiB: 4_096 },
      'expected a multiple of 512 from 512 to 2048 for 256 CPU units',
      'services.archiver.size.memoryMiB: ',
    ],
    [
      'services.pooler.cronExpression',
      '*/15 * * * *',
      'expected six fields: second minute hour day month weekday',
    ],
    ['services.pooler.timezone', 'Mars/Base', 'expected a time zone, like UTC or Europe/Madrid'],
  ])(
    'refuses %s %j and says what is expected',
    (path, value, expected, place = `${path}: ${JSON.stringify(value)}: `) => {
      const parse = () => parseSettings('dev', devWith({ [path]: value }));
      expect(parse).toThrow(/^stage dev: wrong settings\n/);
      expect(parse).toThrow(expected);
      expect(parse).toThrow(place);
    },
  );

  it('refuses a misspelt setting', () => {
    expect(() => parseSettings('dev', devWith({ 'data.objectlock': true }))).toThrow(/data: .*objectlock/);
  });
});
