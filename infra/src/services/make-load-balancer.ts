import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  DesyncMitigationMode,
  ListenerAction,
  ListenerCertificate,
  MutualAuthenticationMode,
  SslPolicy,
  TrustStore,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { LoadBalancerSettings, TrustStoreSettings } from './service-settings.ts';

export type LoadBalancerDeps = {
  readonly vpc: Vpc;
  readonly securityGroup: SecurityGroup;
  readonly settings: LoadBalancerSettings;
  readonly idleTimeout: Duration;
};

const LOG_PREFIX = 'ingestion-api';

/** As the services answer (RFC 9457), without the number of the request, which the load balancer does not have. */
const unknownRoute = {
  type: 'urn:recordings:problem:ROUTE_UNKNOWN',
  title: 'Route unknown',
  status: 404,
  detail: 'there is no such path',
  code: 'ROUTE_UNKNOWN',
  message: 'there is no such path',
};

/**
 * Makes the load balancer of the ingestion API. It listens on 443 only: a redirect from 80 would come after a client
 * has sent its key in clear text. A request that no rule forwards is answered with 404.
 */
export const makeLoadBalancer = (
  scope: Construct,
  { vpc, securityGroup, settings, idleTimeout }: LoadBalancerDeps,
): { readonly loadBalancer: ApplicationLoadBalancer; readonly listener: ApplicationListener } => {
  const loadBalancer = new ApplicationLoadBalancer(scope, 'LoadBalancer', {
    vpc,
    vpcSubnets: { subnetType: SubnetType.PUBLIC },
    internetFacing: true,
    securityGroup,
    deletionProtection: settings.deletionProtection,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: DesyncMitigationMode.DEFENSIVE,
    idleTimeout,
  });
  keepAccessLogs(scope, loadBalancer, settings);
  const listener = loadBalancer.addListener('Https', {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    certificates: [ListenerCertificate.fromArn(settings.certificateArn)],
    sslPolicy: SslPolicy.TLS13_RES,
    open: false,
    defaultAction: ListenerAction.fixedResponse(404, {
      // Of JSON, Elastic Load Balancing knows this type only: `application/problem+json` is refused.
      contentType: 'application/json',
      messageBody: JSON.stringify(unknownRoute),
    }),
    ...(settings.trustStore && { mutualAuthentication: verifyBy(scope, settings.trustStore) }),
  });
  return { loadBalancer, listener };
};

const verifyBy = (scope: Construct, { bucketName, key }: TrustStoreSettings) => ({
  mutualAuthenticationMode: MutualAuthenticationMode.VERIFY,
  trustStore: new TrustStore(scope, 'TrustStore', {
    bucket: Bucket.fromBucketName(scope, 'TrustStoreBucket', bucketName),
    key,
  }),
  ignoreClientCertificateExpiry: false,
});

/** Elastic Load Balancing writes only to buckets that S3 itself encrypts, not to those with a KMS key. */
const keepAccessLogs = (
  scope: Construct,
  loadBalancer: ApplicationLoadBalancer,
  { accessLogDays, deletionProtection }: LoadBalancerSettings,
): void => {
  const bucket = new Bucket(scope, 'AccessLogs', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
    removalPolicy: deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'It holds access logs itself. A log of the reads of logs would need a further bucket.',
  });
  const { account } = Stack.of(scope);
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${LOG_PREFIX}/AWSLogs/${account}/*`)],
    }),
  );
  loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
  loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
  loadBalancer.setAttribute('access_logs.s3.prefix', LOG_PREFIX);
  loadBalancer.node.addDependency(bucket.policy!); // Elastic Load Balancing tries to write as soon as it knows the bucket.
};
