import { AwsError, type Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';

type Service = 'states' | 'cloudwatch';

/** Calls one operation of local AWS, whatever it throws being thrown. */
export async function call(aws: LocalAws, service: Service, operation: string, input: object) {
  return aws[service].operations[operation]!(input, aws.context);
}

/** From now on AWS answers an operation as `answer` does, which is given the real one. */
export function instead(
  aws: LocalAws,
  service: Service,
  operation: string,
  answer: (input: Wire, real: (input: Wire) => Wire) => Wire,
): void {
  const real = aws[service].operations[operation]!;
  const other: typeof real = (input, context) => answer(input, (given) => real(given, context));
  Object.assign(aws[service].operations, { [operation]: other });
}

/** From now on AWS refuses an operation, where its input is one that `when` holds for, as for want of a permission. */
export function refuse(
  aws: LocalAws,
  service: Service,
  operation: string,
  when: (input: Readonly<Record<string, unknown>>) => boolean = () => true,
): void {
  instead(aws, service, operation, (input, real) => {
    if (!when(input)) return real(input);
    throw new AwsError('AccessDeniedException', `User is not authorized to perform ${operation}`);
  });
}
