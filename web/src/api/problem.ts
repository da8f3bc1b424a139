/* api/problem.ts: what went wrong, as the server says it (RFC 9457), or as we say it when there was no answer. */
export interface Problem {
  title: string
  status: number
  detail: string
  code: string
  /* Path of the input that is wrong, "units[2].hours"; empty when it is not about one input. */
  field: string
}

export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title)
  }
}

export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'
