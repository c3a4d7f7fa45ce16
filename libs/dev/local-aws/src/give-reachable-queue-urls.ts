import type { buildApp } from 'fauxqs';

type App = ReturnType<typeof buildApp>;

const ANSWERS_QUEUE_URL = /\.(CreateQueue|GetQueueUrl|ListQueues)$/;
const UNREACHABLE_ORIGIN = /http:\/\/sqs\.[a-z0-9-]+\.localhost(:\d+)?(?=\/)/g;

/**
 * Makes queue URLs name the host that the client asked.
 *
 * fauxqs uses the host `sqs.{region}.localhost`, which some machines do not resolve. The SDK sends to the host of the
 * queue URL when its endpoint comes from the environment.
 */
export const giveReachableQueueUrls = (app: App): void => {
  app.addHook('onSend', async (request, _reply, payload) => {
    const target = request.headers['x-amz-target'];
    if (typeof payload !== 'string' || typeof target !== 'string' || !ANSWERS_QUEUE_URL.test(target)) {
      return payload;
    }
    return payload.replace(UNREACHABLE_ORIGIN, `http://${request.headers.host}`);
  });
};
