// Notes as they are: long and short, in Korean with some English, with all that pages can hold.

const paragraph = (n) =>
  `${n}번째 문단입니다. 서버를 한 대 더 두면 **가용성**은 오르지만, 그만큼 \`ap-northeast-2\`의 비용(Cost)도 늘어납니다. ` +
  '그래서 언제, 어디에, 몇 대를 둘지 먼저 정하고 나서 그 이유를 함께 적어 둡니다.\n';

const paragraphs = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => paragraph(from + i)).join('\n');

/** Where the long note is, and what it is called. */
export const long = { file: 'content/aws/02. 리전과 가용 영역.md', url: 'aws/%EB%A6%AC%EC%A0%84%EA%B3%BC%20%EA%B0%80%EC%9A%A9%20%EC%98%81%EC%97%AD/' };
export const english = { file: 'content/english.md', url: 'english/' };
export const short = { file: 'content/aws/03-vpc.md', url: 'aws/vpc/' };

export const notes = {
  'sitegen.yaml': 'title: 어수선한 노트\n',
  'content/README.md': '# 어수선한 노트\n\n여기부터 읽습니다.\n',
  'content/aws/README.md': '# AWS\n\n- [리전](<02. 리전과 가용 영역.md>)\n- [VPC](03-vpc.md)\n',
  [short.file]: '---\ntitle: "VPC: 나만의 네트워크"\n---\n\nVPC는 **나만의** 네트워크입니다.\n\n끝.\n',
  [english.file]: '---\nlang: en\n---\n\n# A page in English\n\nOne paragraph, and [a link](aws/03-vpc.md).\n',
  [long.file]: `# 리전과 가용 영역

이 노트는 깁니다.

## 처음

${paragraphs(1, 12)}

\`\`\`console
$ aws ec2 describe-availability-zones --region ap-northeast-2 --query 'AvailabilityZones[].ZoneName' --output text
ap-northeast-2a ap-northeast-2b
\`\`\`

## 가운데

${paragraphs(13, 24)}

::: details 더 보기
접혀 있던 글입니다.
:::

:::: tabs
== macOS
brew install awscli
== 리눅스
apt install awscli
::::

- [ ] 할 일
- [x] 끝난 일

## 끝

| 리전 | 곳 |
|---|---|
| ap-northeast-2 | 서울 |

${paragraphs(25, 36)}

[VPC로](03-vpc.md)
`,
};
