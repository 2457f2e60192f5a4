package import LedgerValues

extension AWSWrite<String> {
    /// Puts a tag on a manifest; the answer is the image's digest.
    ///
    /// If the request has a digest, ECR refuses a manifest that does not hash to it.
    package static func putImage(_ request: JSONObject) -> Self {
        Self(
            AWSOperation(.ecr, "PutImage"),
            request,
            answer: .whole { object throws(AnswerError) in
                try object.requiredObject("image").requiredObject("imageId").required("imageDigest")
            }
        )
    }
}
