/** Posts an operation to `/graphql` of a hub. @param headers such as `authorization` */
export function postGraph(
  origin: string,
  request: { readonly query: string; readonly variables?: object },
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  })
}
