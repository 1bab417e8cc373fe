import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** java Verify.java SECRET ID TIMESTAMP SIGNATURE < body: ends with 0 when the delivery is the hub's, with 1 when it is not. */
public class Verify {
  private static final long TOLERANCE_SECONDS = 300;

  static boolean isGenuine(String secret, String id, String timestamp, String signature, byte[] body) throws Exception {
    if (!timestamp.matches("[0-9]{1,12}")) return false;
    long now = System.currentTimeMillis() / 1000;
    if (Math.abs(now - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    // The bytes as they came, before anything parses them.
    String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    // Two keys sign while one is being changed.
    for (String one : signature.split(" ")) {
      if (MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)))
        return true;
    }
    return false;
  }

  public static void main(String[] args) throws Exception {
    System.exit(isGenuine(args[0], args[1], args[2], args[3], System.in.readAllBytes()) ? 0 : 1);
  }
}
