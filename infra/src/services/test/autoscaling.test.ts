import { Match, type Template } from 'aws-cdk-lib/assertions';
import { servicesTemplate, settings } from './services-template.ts';

type Target = {
  readonly Properties: {
    readonly MinCapacity: number;
    readonly MaxCapacity: number;
    readonly ResourceId: unknown;
  };
};

/** Fewest and most tasks of each service. */
const ranges = (template: Template): Record<string, readonly [number, number]> =>
  Object.fromEntries(
    Object.values(
      template.findResources('AWS::ApplicationAutoScaling::ScalableTarget') as Record<string, Target>,
    ).map(({ Properties }) => [
      /"(\w+?)Service[0-9A-F]{8}"/.exec(JSON.stringify(Properties.ResourceId))![1]!,
      [Properties.MinCapacity, Properties.MaxCapacity] as const,
    ]),
  );

const policies = (template: Template): { readonly PolicyName: string }[] =>
  Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy')).map(
    (policy) => (policy as { Properties: { PolicyName: string } }).Properties,
  );

describe('the number of tasks', () => {
  it('stays within 10, 5 and 2 for the three reconciler pools, and within what OCP can use for downloads', () => {
    expect(ranges(servicesTemplate())).toEqual({
      IngestionApi: [2, 8],
      reconcilerworkerhigh: [1, 10],
      reconcilerworkernormal: [1, 5],
      reconcilerworkerlow: [1, 2],
      downloader: [1, 5],
      archiver: [1, 2],
    });
  });

  it('shrinks with the OCP budget', () => {
    const half = ranges(servicesTemplate({ ocp: { maxRequests: 50 } }));
    expect(half).toMatchObject({
      reconcilerworkerhigh: [1, 5],
      reconcilerworkernormal: [1, 5],
      downloader: [1, 3],
    });
    const tiny = ranges(servicesTemplate({ ocp: { maxRequests: 5 } }));
    expect(tiny).toMatchObject({
      reconcilerworkerhigh: [1, 1],
      reconcilerworkerlow: [1, 1],
      downloader: [1, 1],
    });
  });

  it('cannot be 0: a service without a task would never start again', () => {
    const tasks = { ...settings.reconcilerWorker.tasks, low: { min: 0, max: 2 } };
    expect(() => servicesTemplate({ reconcilerWorker: { tasks } })).toThrow(
      /low.*at least 0 tasks, expected 1 or more/,
    );
  });
});

describe('scaling', () => {
  const template = servicesTemplate();

  it('of the API follows requests per task and CPU', () => {
    for (const [metric, TargetValue] of [
      ['ALBRequestCountPerTarget', 600],
      ['ECSServiceAverageCPUUtilization', 60],
    ] as const) {
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: Match.objectLike({
          TargetValue,
          PredefinedMetricSpecification: Match.objectLike({ PredefinedMetricType: metric }),
        }),
      });
    }
  });

  it.each([
    ['test-reconciliation-high', 'reconcilerworkerhigh', 20],
    ['test-export-checks', 'reconcilerworkerhigh', 20],
    ['test-workflow-tasks', 'reconcilerworkerhigh', 20],
    ['test-reconciliation-normal', 'reconcilerworkernormal', 20],
    ['test-reconciliation-low', 'reconcilerworkerlow', 20],
    ['test-downloads-high', 'downloader', 100],
    ['test-downloads', 'downloader', 100],
    ['test-audit', 'archiver', 1000],
  ])('by %s divides its messages by the tasks of %s', (queue, service, TargetValue) => {
    const metricOf = (id: string, MetricName: string, Stat: string, Dimensions: unknown) =>
      Match.objectLike({
        Id: id,
        ReturnData: false,
        MetricStat: { Stat, Metric: Match.objectLike({ MetricName, Dimensions }) },
      });
    const ofQueue = [{ Name: 'QueueName', Value: queue }];
    const ofService = Match.arrayWith([
      {
        Name: 'ServiceName',
        Value: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${service}Service`), 'Name'] },
      },
    ]);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: `${queue}-backlog`,
      ScalingTargetId: { Ref: Match.stringLikeRegexp(`^${service}Service`) },
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        TargetValue,
        CustomizedMetricSpecification: {
          Metrics: [
            metricOf('visible', 'ApproximateNumberOfMessagesVisible', 'Average', ofQueue),
            metricOf('inProgress', 'ApproximateNumberOfMessagesNotVisible', 'Average', ofQueue),
            metricOf('tasks', 'CPUUtilization', 'SampleCount', ofService),
            Match.objectLike({ Expression: '(visible + inProgress) / tasks', ReturnData: true }),
          ],
        },
      }),
    });
  });

  it('has no other policy', () => {
    expect(policies(template)).toHaveLength(10);
  });
});
