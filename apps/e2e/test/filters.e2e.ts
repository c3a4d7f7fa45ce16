import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { physicalName, queues } from '@recordings/topology';

const itOnLocalstack = process.env['LOCAL_AWS_ENDPOINT'] === 'aws' ? it.skip : it;

describe('filter policies', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  const bodiesIn = async (queue: string): Promise<(string | undefined)[]> => {
    const { sqs } = local.clients;
    const QueueName = physicalName(local.prefix, queue);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    return Messages.map(({ Body }) => Body);
  };

  itOnLocalstack('let an event without attributes reach the normal queue, unlike those of AWS', async () => {
    const TopicArn = local.topicArns.reconciliationEvents;
    await local.clients.sns.send(new PublishCommand({ TopicArn, Message: 'bare' }));
    expect(await bodiesIn(queues.reconciliationNormal.name)).toEqual(['bare']);
  });
});
