/** Errors a handler answers with, and how any error becomes a problem document (RFC 9457). */
import { OperationalError } from '../../core/assert.ts';
import type { Text } from '../../core/text.ts';
import type { ProblemDocument } from '../contract/shapes.ts';

export type FieldError = ProblemDocument['errors'][number];

const TITLES: Readonly<Record<number, { readonly title: string; readonly text: Text }>> = {
  400: { title: 'Bad request', text: { zh: '请求内容有误', en: 'The request was not understood' } },
  404: { title: 'Not found', text: { zh: '没有找到', en: 'There is no such thing' } },
  405: {
    title: 'Method not allowed',
    text: { zh: '此地址不支持该操作', en: 'This address does not take that method' },
  },
  409: { title: 'Conflict', text: { zh: '与现有状态冲突', en: 'It contradicts what is already there' } },
  413: { title: 'Too large', text: { zh: '内容过大', en: 'The body is too large' } },
  415: { title: 'Unsupported media type', text: { zh: '内容类型不支持', en: 'The body is of another kind' } },
  422: { title: 'Unprocessable', text: { zh: '内容无法使用', en: 'The body cannot be used' } },
  500: { title: 'Internal error', text: { zh: '系统出错，已记录', en: 'Our fault; it was counted' } },
  503: {
    title: 'Unavailable',
    text: { zh: '暂不可用，请稍后再试', en: 'A part the answer needs does not work right now' },
  },
};

/** An answer other than success. `detail` goes to the caller: no personal data, no path of this machine. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  constructor(status: number, detail: string, errors: readonly FieldError[] = []) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, `no such ${what}`);
}

/** Any thrown value as the document to answer with. What we did not expect is 500 and says nothing about itself. */
export function problemDocument(error: unknown, instance: string): ProblemDocument {
  const { status, detail, errors } = understood(error);
  const known = TITLES[status] ?? { title: 'Error', text: { zh: '出错', en: 'Error' } };
  return {
    type: `urn:gridwitness:problem:${known.title.toLowerCase().replaceAll(' ', '-')}`,
    title: known.title,
    status,
    detail,
    instance,
    text: known.text,
    errors: [...errors],
  };
}

function understood(error: unknown): { status: number; detail: string; errors: readonly FieldError[] } {
  if (error instanceof HttpProblem) return { status: error.status, detail: error.message, errors: error.errors };
  if (error instanceof OperationalError)
    return { status: 503, detail: 'a store or a source does not answer', errors: [] };
  const status = (error as { status?: unknown } | null)?.status;
  const type = (error as { type?: unknown } | null)?.type;
  if (status === 413) return { status: 413, detail: 'the body is larger than this address takes', errors: [] };
  if (type === 'entity.parse.failed') {
    return {
      status: 400,
      detail: 'the body is no JSON',
      errors: [{ path: 'body', expected: 'JSON', got: 'other text' }],
    };
  }
  if (error instanceof URIError) return { status: 400, detail: 'the address is badly encoded', errors: [] };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status: status === 415 ? 415 : 400, detail: 'the request could not be read', errors: [] };
  }
  return { status: 500, detail: 'unexpected error', errors: [] };
}
